package dev.mlops.model.linear;

import java.util.Arrays;

/**
 * Conjugate gradients with a diagonal preconditioner (M. Hestenes, E. Stiefel, Methods of conjugate gradients for
 * solving linear systems, J. Res. NBS 49, 1952). The system may be singular as long as it has a solution: started from
 * zero, every iterate is the preconditioner's inverse times something in the range of the matrix.
 */
final class ConjugateGradient {
    private final NormalEquations system;
    private final double[] residual;
    private final double[] direction;
    private final double[] image;
    private int budget;
    private int iterations;

    /** @param budget the most iterations of all solves together */
    ConjugateGradient(NormalEquations system, int budget) {
        this.system = system;
        this.budget = budget;
        residual = new double[system.size()];
        direction = new double[system.size()];
        image = new double[system.size()];
    }

    /** Iterations of all solves so far. */
    int iterations() {
        return iterations;
    }

    /** Whether the budget is used up. */
    boolean exhausted() {
        return budget <= 0;
    }

    /** Adds the solution of A x = b to {@code x}, until the residual's norm is at most {@code target}. */
    void solve(double[] b, double target, double[] x) {
        System.arraycopy(b, 0, residual, 0, b.length);
        Arrays.fill(direction, 0);
        double rho = 0;
        for (; ; iterations++, budget--) {
            double next = precondition();
            if (!(next > target * target) || budget <= 0) {
                return;
            }
            turn(rho == 0 ? 0 : next / rho);
            rho = next;
            system.multiply(direction, image);
            double curvature = CentredMatrix.dot(direction, image);
            if (!(curvature > 0)) {
                return;
            }
            step(rho / curvature, x);
        }
    }

    private double precondition() {
        double rho = 0;
        for (int j = 0; j < residual.length; j++) {
            rho += residual[j] * residual[j] * system.inverseDiagonal[j];
        }
        return rho;
    }

    private void turn(double beta) {
        for (int j = 0; j < direction.length; j++) {
            direction[j] = system.inverseDiagonal[j] * residual[j] + beta * direction[j];
        }
    }

    private void step(double length, double[] x) {
        for (int j = 0; j < x.length; j++) {
            x[j] += length * direction[j];
            residual[j] -= length * image[j];
        }
    }
}
