package dev.mlops.model.linear;

/*
 * Least squares with an optional ridge, by conjugate gradients on the normal equations of the centred problem. On
 * one-hot columns the normal equations are nearly diagonal, so that the diagonal is a preconditioner that needs a
 * handful of steps, and it takes away the scale of columns such as a distance of 244,152 miles.
 *
 * Normal equations square the condition number, and the residual that conjugate gradients update drifts from the true
 * one. Both are mended by refinement: the true gradient is computed from the residuals of the rows, and the next solve
 * is for the correction, until the gradient is within the tolerance or no longer falls (Å. Björck, Numerical Methods
 * for Least Squares Problems, SIAM 1996, sections 2.9 and 7.4).
 *
 * Without a ridge the solution may not be unique; MinimumNorm then moves to the one of least norm. A tiny ridge makes
 * it unique, but so weakly that the gradient hardly sees it; its solution is orthogonal to the null space too, so the
 * same step is taken.
 */
/** Solves Linear Regression and Ridge. */
final class LeastSquares {
    static final double DEFAULT_TOLERANCE = 1e-10;

    /** A ridge below this share of the columns' typical sum of squares gets the step to the minimum norm. */
    private static final double TINY_RIDGE = 1e-3;

    private static final int REFINEMENTS = 10;

    private final CentredProblem problem;
    private final NormalEquations system;
    private final ConjugateGradient solver;
    private final double tolerance;
    private final Control control;
    private final boolean singular;
    private final double[] coefficients;
    private final double[] gradient;
    private final MinimumNorm minimumNorm;
    private double objective;
    private double error;

    LeastSquares(Problem problem, double ridge, Control control) {
        this.problem = new CentredProblem(problem);
        this.control = control;
        tolerance = control.tolerance();
        system = new NormalEquations(this.problem, ridge);
        solver = new ConjugateGradient(system, control.maxIterations());
        coefficients = new double[system.size()];
        gradient = new double[system.size()];
        minimumNorm = new MinimumNorm(this.problem, control.maxIterations());
        singular = ridge <= TINY_RIDGE * this.problem.typicalSquares();
    }

    Solution solve() {
        evaluate();
        refine();
        if (singular) {
            minimumNorm.shorten(coefficients);
            evaluate();
            refine();
        }
        Convergence convergence = new Convergence(
                error <= tolerance && !minimumNorm.exhausted(),
                iterations(),
                objective,
                Convergence.Criterion.GRADIENT,
                error,
                tolerance);
        return new Solution(coefficients, problem.intercept(coefficients), convergence);
    }

    private void refine() {
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i < REFINEMENTS && error > tolerance && error < last / 2; i++) {
            last = error;
            solver.solve(gradient, tolerance * problem.targetNorm / 2, coefficients);
            evaluate();
        }
    }

    private void evaluate() {
        objective = system.descent(coefficients, gradient);
        error = problem.targetNorm == 0 ? 0 : system.norm(gradient) / problem.targetNorm;
        control.listener().evaluated(iterations(), objective, error);
    }

    private int iterations() {
        return solver.iterations() + minimumNorm.iterations();
    }
}
