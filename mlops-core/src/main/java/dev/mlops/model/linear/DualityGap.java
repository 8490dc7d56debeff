package dev.mlops.model.linear;

import java.util.Arrays;

/*
 * Half the sum of squares plus penalties, and how far above its minimum it can be. The ridge part counts as further
 * rows of the matrix, root(squared) times the identity with targets 0, which makes every Elastic Net a Lasso. Its dual
 * point is the residual vector, scaled down until every column's correlation with it is at most the penalty (S.-J. Kim,
 * K. Koh, M. Lustig, S. Boyd, D. Gorinevsky, An interior-point method for large-scale l1-regularized least squares, IEEE
 * J. Sel. Top. Signal Process. 1, 2007, section III).
 *
 * Primal minus dual as usually written is a difference of large numbers. With y = X b + r put in, it is
 *     |r|^2 (1 - s)^2 / 2 + sum over j of (absolute |b_j| - s b_j g_j),
 * s the scale and g the correlations, where no term is negative, so that a gap of 1e-15 is as good as one of 1e-3.
 *
 * The coefficients being rounded, a correlation can't come nearer to the penalty than a few ulps of the column's norm
 * times that of what is summed up in the residuals. Scaling the dual point for a large column would charge that to the
 * coefficients of all others, so within its rounding a correlation counts as equal to the penalty.
 */
/** Evaluates Lasso and Elastic Net, in units of the weighted sum of squares. */
final class DualityGap {
    /** By column: its product with the weighted residuals minus the slope of the ridge part; 0 for constant ones. */
    final double[] correlations;

    /** Of the products of norms that make up a correlation: what is rounding. */
    private static final double ROUNDING = 4 * Math.ulp(1.0);

    private final CentredProblem problem;
    private final double absolute;
    private final double squared;
    private final double[] norms;
    private final double[] rows;
    private double objective;

    DualityGap(CentredProblem problem, double absolute, double squared) {
        this.problem = problem;
        this.absolute = absolute;
        this.squared = squared;
        correlations = new double[problem.columns()];
        norms = Arrays.stream(problem.squares).map(Math::sqrt).toArray();
        rows = new double[problem.rows()];
    }

    /** The objective, sum w r<sup>2</sup> / 2 + absolute |b|<sub>1</sub> + squared |b|<sup>2</sup> / 2. */
    double objective(double[] b) {
        problem.residuals(b, rows);
        double squares = problem.weigh(rows);
        CompensatedSum penalty = new CompensatedSum();
        for (double coefficient : b) {
            penalty.add(absolute * Math.abs(coefficient) + squared * coefficient * coefficient / 2);
        }
        objective = squares / 2 + penalty.value();
        return objective;
    }

    /** The objective that was evaluated last. */
    double objective() {
        return objective;
    }

    /** The gap; leaves the correlations and the objective. */
    double gap(double[] b) {
        objective(b);
        problem.matrix.multiplyTransposed(rows, correlations);
        double rounding = rounding(b);
        double largest = 0;
        double absolutes = 0;
        for (int j = 0; j < b.length; j++) {
            correlations[j] = problem.squares[j] == 0 ? 0 : correlations[j] - squared * b[j];
            largest = Math.max(largest, Math.abs(snapped(j, rounding)));
            absolutes += Math.abs(b[j]);
        }
        double scale = largest > absolute ? absolute / largest : 1;
        double squares = 2 * (objective - absolute * absolutes);
        double gap = squares * (1 - scale) * (1 - scale) / 2;
        for (int j = 0; j < b.length; j++) {
            gap += absolute * Math.abs(b[j]) - scale * b[j] * snapped(j, rounding);
        }
        return gap;
    }

    /** What a correlation's rounding is, for a column of norm 1. */
    private double rounding(double[] b) {
        double sum = 0;
        for (int j = 0; j < b.length; j++) {
            sum += b[j] * b[j] * problem.squares[j];
        }
        return ROUNDING * (problem.targetNorm + Math.sqrt(sum));
    }

    /** The correlation, or the penalty if they differ by rounding. */
    private double snapped(int column, double rounding) {
        double correlation = correlations[column];
        boolean equal = Math.abs(Math.abs(correlation) - absolute) <= rounding * norms[column];
        return equal ? Math.copySign(absolute, correlation) : correlation;
    }
}
