package dev.mlops.model.linear;

import java.util.Arrays;

/*
 * While no coefficient changes its sign, Lasso is least squares with a constant slope, which conjugate gradients solve
 * much faster than coordinates in turn, above all for a small penalty. So this takes the Newton step on the coefficients
 * that aren't zero; those that would change their sign become zero instead, as in OWL-QN (G. Andrew, J. Gao, Scalable
 * training of L1-regularized log-linear models, ICML 2007). Where that doesn't lower the objective, it goes to the exact
 * minimum on the ray instead; there the objective is convex, a parabola between the points where a sign changes.
 *
 * Columns may be dependent, and then the objective falls in straight lines along their null space until a coefficient is
 * zero. A tiny ridge makes the step long in these directions instead of undefined, and the ray ends it where it should.
 */
/** One Newton step of Lasso or Elastic Net on the support of the coefficients. */
final class SupportStep {
    private static final double ACCURACY = 1e-6;

    /** The tiny ridge, as a share of the columns' typical sum of squares. */
    private static final double RIDGE = 1e-12;

    /** Relative differences of the objective that are rounding. */
    private static final double ROUNDING = 1e-14;

    private final CentredProblem problem;
    private final DualityGap evaluation;
    private final double absolute;
    private final double squared;
    private final double ridge;
    private final double[] slope;
    private final double[] direction;
    private final double[] candidate;

    SupportStep(CentredProblem problem, DualityGap evaluation, double absolute, double squared) {
        this.problem = problem;
        this.evaluation = evaluation;
        this.absolute = absolute;
        this.squared = squared;
        ridge = RIDGE * problem.typicalSquares();
        slope = new double[problem.columns()];
        direction = new double[problem.columns()];
        candidate = new double[problem.columns()];
    }

    /**
     * Moves the coefficients, if that lowers the objective; the gap must have been evaluated where they stand.
     *
     * @return the iterations that it took, at most {@code budget}
     */
    int take(double[] b, int budget) {
        NormalEquations system = new NormalEquations(problem, squared + ridge, j -> b[j] != 0);
        for (int j = 0; j < b.length; j++) {
            slope[j] = b[j] == 0 ? 0 : evaluation.correlations[j] - Math.copySign(absolute, b[j]);
        }
        Arrays.fill(direction, 0);
        ConjugateGradient solver = new ConjugateGradient(system, budget);
        solver.solve(slope, ACCURACY * system.norm(slope), direction);
        double limit = evaluation.objective() * (1 + ROUNDING);
        move(b, 1);
        if (evaluation.objective(candidate) > limit) {
            system.multiply(direction, candidate);
            double curvature =
                    CentredMatrix.dot(direction, candidate) - ridge * CentredMatrix.dot(direction, direction);
            moveToMinimum(b, Math.max(0, curvature));
        }
        if (evaluation.objective(candidate) <= limit) {
            System.arraycopy(candidate, 0, b, 0, b.length);
        }
        return solver.iterations();
    }

    /** candidate = b + length direction, within the signs of b. */
    private void move(double[] b, double length) {
        for (int j = 0; j < b.length; j++) {
            double moved = b[j] + length * direction[j];
            candidate[j] = b[j] * moved > 0 ? moved : 0;
        }
    }

    /** candidate = the minimum on the ray from b. */
    private void moveToMinimum(double[] b, double curvature) {
        int[] crossings = crossings(b);
        double slopeHere = -CentredMatrix.dot(slope, direction);
        double length = 0;
        int zero = -1;
        for (int i = 0; slopeHere < 0; i++) {
            double next = i < crossings.length ? crossing(b, crossings[i]) : Double.POSITIVE_INFINITY;
            if (slopeHere + curvature * (next - length) >= 0) {
                length -= slopeHere / curvature;
                zero = -1;
                break;
            }
            if (i == crossings.length) {
                break;
            }
            zero = crossings[i];
            slopeHere += curvature * (next - length) + 2 * absolute * Math.abs(direction[zero]);
            length = next;
        }
        for (int j = 0; j < b.length; j++) {
            candidate[j] = j == zero ? 0 : b[j] + length * direction[j];
        }
    }

    /** The columns whose sign changes on the ray, nearest first. */
    private int[] crossings(double[] b) {
        return java.util.stream.IntStream.range(0, b.length)
                .filter(j -> b[j] * direction[j] < 0)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(j -> crossing(b, j)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double crossing(double[] b, int column) {
        return -b[column] / direction[column];
    }
}
