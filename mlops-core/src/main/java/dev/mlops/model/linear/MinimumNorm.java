package dev.mlops.model.linear;

import java.util.Arrays;

/*
 * Conjugate gradients with the preconditioner D end in the solution b of least D-norm; wanted is the one of least
 * Euclidean norm, b - n, where n is the point nearest to b in the null space N of A. For an exact optimum the
 * difference matters: it is what levels that never occurred together, or not at all, contribute.
 *
 * The D-orthogonal projector onto N needs no basis of N: conjugate gradients from zero for A y = A v give the part of v
 * that is D-orthogonal to N, so P v = v - y. With it, minimising |b - n|^2 over n in N is the projected preconditioned
 * conjugate gradient method (N. Gould, M. Hribar, J. Nocedal, On the solution of equality constrained quadratic
 * programming problems arising in optimization, SIAM J. Sci. Comput. 23, 2001), which ends after as many steps as N has
 * dimensions: one for a set of one-hot columns, whose sum is constant.
 *
 * Whether P v is a null vector or what a solve left over is told by projecting it again: a null vector stays.
 */
/** Takes the component in the null space out of a solution. */
final class MinimumNorm {
    /** Accuracy of the solves, relative to their right-hand sides. */
    private static final double ACCURACY = 1e-12;

    /** A projection shorter than this share of its vector is suspected to be rounding. */
    private static final double SUSPECT = 1e-4;

    /** The projected gradient is zero below this share of its start. */
    private static final double NEGLIGIBLE = 1e-10;

    private final NormalEquations system;
    private final ConjugateGradient solver;
    private final double[] image;
    private final double[] solved;
    private final double[] projected;

    MinimumNorm(CentredProblem problem, int maxIterations) {
        system = new NormalEquations(problem, 0);
        solver = new ConjugateGradient(system, maxIterations);
        image = new double[system.size()];
        solved = new double[system.size()];
        projected = new double[system.size()];
    }

    /**
     * Makes {@code b} orthogonal to the null space.
     *
     * @return the iterations that it took
     */
    int shorten(double[] b) {
        double[] direction = new double[b.length];
        double negligible = 0;
        double rho = 0;
        for (int step = 0; step < b.length && projectGradient(b, negligible); step++) {
            double next = CentredMatrix.dot(b, projected);
            negligible = step == 0 ? NEGLIGIBLE * diagonalNorm() : negligible;
            turn(direction, rho == 0 ? 0 : next / rho);
            rho = next;
            double length = rho / CentredMatrix.dot(direction, direction);
            for (int j = 0; j < b.length; j++) {
                b[j] -= length * direction[j];
            }
        }
        return solver.iterations();
    }

    private void turn(double[] direction, double beta) {
        for (int j = 0; j < direction.length; j++) {
            direction[j] = projected[j] + beta * direction[j];
        }
    }

    /** projected = P D^-1 b; false if that is zero, or no more than {@code negligible}. */
    private boolean projectGradient(double[] b, double negligible) {
        for (int j = 0; j < b.length; j++) {
            projected[j] = system.inverseDiagonal[j] * b[j];
        }
        double full = diagonalNorm();
        if (full == 0) {
            return false;
        }
        project();
        double once = diagonalNorm();
        if (once >= SUSPECT * full) {
            return true;
        }
        if (once <= Math.max(negligible, NEGLIGIBLE * full)) {
            return false;
        }
        project();
        return diagonalNorm() >= once / 2;
    }

    private void project() {
        Arrays.fill(solved, 0);
        system.multiply(projected, image);
        solver.solve(image, ACCURACY * system.norm(image), solved);
        for (int j = 0; j < projected.length; j++) {
            projected[j] -= solved[j];
        }
    }

    private double diagonalNorm() {
        double sum = 0;
        for (int j = 0; j < projected.length; j++) {
            double inverse = system.inverseDiagonal[j];
            sum += inverse == 0 ? 0 : projected[j] * projected[j] / inverse;
        }
        return Math.sqrt(sum);
    }
}
