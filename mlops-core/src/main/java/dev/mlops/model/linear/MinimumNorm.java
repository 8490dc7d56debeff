package dev.mlops.model.linear;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

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
 * That end is only kept with rounding if each direction is made orthogonal to those before, not just to the last. Where
 * columns differ by powers of ten the recurrence of two terms loses it within a few steps. The Hessian is the identity,
 * so conjugate is orthogonal; and all that is left of b in N is bounded by P D^-1 b, in the D-norm, times the root of
 * the largest element of D.
 *
 * Whether a direction is a null vector or what a solve left over is told by projecting it again: a null vector stays.
 */
/**
 * Takes the component in the null space out of a solution. The numerical rank is decided on columns of unit length: a
 * combination of them counts as zero if the normal matrix maps it to less than 1e-12 of its length, so if its own
 * length is below 1e-6 of that of its coefficients.
 */
final class MinimumNorm {
    /** Accuracy of the solves, relative to the vector that is projected; also decides the rank. */
    private static final double ACCURACY = 1e-12;

    /** What the solves leave over of a vector at least. */
    private static final double ROUNDING = 10 * ACCURACY;

    /** The component in the null space is zero below this share of the solution. */
    private static final double NEGLIGIBLE = 1e-12;

    /** A step shorter than this share of the solution is rounding. */
    private static final double NEGLIGIBLE_STEP = 4 * Math.ulp(1.0);

    /** The numbers that the kept directions may have, 32 MB; beyond, it takes more steps instead of more memory. */
    private static final int KEPT = 1 << 22;

    private final NormalEquations system;
    private final ConjugateGradient solver;
    private final Deque<double[]> directions = new ArrayDeque<>();
    private final double[] image;
    private final double[] solved;

    MinimumNorm(CentredProblem problem, int maxIterations) {
        system = new NormalEquations(problem, 0);
        solver = new ConjugateGradient(system, maxIterations);
        image = new double[system.size()];
        solved = new double[system.size()];
    }

    /** Makes {@code b} orthogonal to the null space, or nearly so if the iterations don't suffice. */
    void shorten(double[] b) {
        double root = Math.sqrt(largestDiagonal());
        while (!solver.exhausted()) {
            double[] direction = gradient(b);
            double rounding = ROUNDING * diagonalNorm(direction);
            project(direction);
            double left = diagonalNorm(direction);
            if (left <= rounding || left * root <= NEGLIGIBLE * norm(b) || !isolate(direction)) {
                break;
            }
            double length = CentredMatrix.dot(b, direction);
            if (Math.abs(length) <= NEGLIGIBLE_STEP * norm(b) || solver.exhausted()) {
                break;
            }
            CentredMatrix.add(-length, direction, b);
            keep(direction);
        }
    }

    /** Iterations so far. */
    int iterations() {
        return solver.iterations();
    }

    /** Whether the iterations were used up. */
    boolean exhausted() {
        return solver.exhausted();
    }

    /** D^-1 b. */
    private double[] gradient(double[] b) {
        double[] gradient = new double[b.length];
        for (int j = 0; j < b.length; j++) {
            gradient[j] = system.inverseDiagonal[j] * b[j];
        }
        return gradient;
    }

    /** Makes a vector of length 1 and orthogonal to the directions so far; false if it is then no null vector. */
    private boolean isolate(double[] v) {
        orthogonalise(v);
        double once = diagonalNorm(v);
        project(v);
        orthogonalise(v);
        if (once == 0 || diagonalNorm(v) < once / 2) {
            return false;
        }
        double length = norm(v);
        for (int j = 0; j < v.length; j++) {
            v[j] /= length;
        }
        return true;
    }

    private void orthogonalise(double[] v) {
        for (double[] direction : directions) {
            CentredMatrix.add(-CentredMatrix.dot(v, direction), direction, v);
        }
    }

    private void keep(double[] direction) {
        if ((directions.size() + 1L) * direction.length > KEPT) {
            directions.pollFirst();
        }
        directions.addLast(direction);
    }

    /** v = P v. */
    private void project(double[] v) {
        Arrays.fill(solved, 0);
        system.multiply(v, image);
        solver.solve(image, ACCURACY * diagonalNorm(v), solved);
        CentredMatrix.add(-1, solved, v);
    }

    private double diagonalNorm(double[] v) {
        double sum = 0;
        for (int j = 0; j < v.length; j++) {
            double inverse = system.inverseDiagonal[j];
            sum += inverse == 0 ? 0 : v[j] * v[j] / inverse;
        }
        return Math.sqrt(sum);
    }

    private double largestDiagonal() {
        double largest = 0;
        for (double inverse : system.inverseDiagonal) {
            largest = inverse == 0 ? largest : Math.max(largest, 1 / inverse);
        }
        return largest;
    }

    private static double norm(double[] v) {
        return Math.sqrt(CentredMatrix.dot(v, v));
    }
}
