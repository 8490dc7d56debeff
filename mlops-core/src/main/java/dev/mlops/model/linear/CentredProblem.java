package dev.mlops.model.linear;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.SparseMatrix;

/*
 * A free intercept is the same as centring: with the weighted means m of the columns and t of the targets, the best
 * intercept for coefficients b is t - m b, and b solves the problem of the rows x - m with targets y - t. Subtracting
 * the means would fill the sparse matrix, so they stay beside it, and whoever multiplies by a row subtracts m b.
 *
 * Two things keep that exact in floating point. Means and sums of squares take two passes, the second one over the
 * deviations and with its own remainder subtracted (T. Chan, G. Golub, R. LeVeque, Algorithms for computing the sample
 * variance, The American Statistician 37, 1983). And a column that is stored in every row and lies far from zero, such
 * as a year, is shifted by its mean once and for all, in a copy of the values: it costs no sparsity, and x b - m b
 * doesn't cancel.
 *
 * A column whose deviations are pure rounding is constant; it has squares 0 and must get coefficient 0, as in the
 * solution of minimum norm.
 */
/** The least-squares problem without its intercept, by implicit centring. */
final class CentredProblem {
    /** Deviations below this share of the mean are rounding. */
    private static final double CONSTANT = 64 * Math.ulp(1.0);

    /** The rows, those of full columns perhaps shifted. */
    final SparseMatrix matrix;

    final double[] weights;
    final double totalWeight;
    /** Centred. */
    final double[] targets;
    /** What must still be subtracted from each column of {@link #matrix}. */
    final double[] means;
    /** The weighted sum of squares of each centred column; 0 where it is constant. */
    final double[] squares;
    /** Root of the weighted sum of squares of the centred targets. */
    final double targetNorm;

    private final double targetMean;
    private final double[] originalMeans;

    CentredProblem(Problem problem) {
        Moments moments = new Moments(problem);
        weights = problem.weights();
        totalWeight = problem.totalWeight();
        originalMeans = moments.means;
        squares = moments.squares;
        for (int j = 0; j < squares.length; j++) {
            if (squares[j] <= totalWeight * square(CONSTANT * originalMeans[j])) {
                squares[j] = 0;
            }
        }
        means = originalMeans.clone();
        matrix = shifted(problem.matrix(), moments);
        targetMean = mean(problem.targets());
        targets = problem.targets().clone();
        targetNorm = centreTargets();
    }

    int rows() {
        return targets.length;
    }

    int columns() {
        return means.length;
    }

    /** The intercept that belongs to the coefficients, for rows as they came. */
    double intercept(double[] coefficients) {
        CompensatedSum sum = new CompensatedSum();
        sum.add(targetMean);
        for (int j = 0; j < coefficients.length; j++) {
            sum.add(-originalMeans[j] * coefficients[j]);
        }
        return sum.value();
    }

    private SparseMatrix shifted(SparseMatrix matrix, Moments moments) {
        boolean any = false;
        boolean[] shift = new boolean[means.length];
        for (int j = 0; j < means.length; j++) {
            shift[j] = moments.counts[j] == rowsOf(matrix) && squares[j] < totalWeight * square(means[j]);
            any |= shift[j];
        }
        if (!any) {
            return matrix;
        }
        double[] values = matrix.values().clone();
        int[] indices = matrix.indices();
        for (int k = 0; k < matrix.starts()[rowsOf(matrix)]; k++) {
            if (shift[indices[k]]) {
                values[k] -= originalMeans[indices[k]];
            }
        }
        for (int j = 0; j < means.length; j++) {
            if (shift[j]) {
                means[j] = 0;
            }
        }
        return new SparseMatrix(matrix.columns(), matrix.starts(), indices, values);
    }

    private static int rowsOf(SparseMatrix matrix) {
        return matrix.starts().length - 1;
    }

    private double mean(double[] values) {
        CompensatedSum sum = new CompensatedSum();
        for (int row = 0; row < values.length; row++) {
            sum.add(weights[row] * values[row]);
        }
        return sum.value() / totalWeight;
    }

    private double centreTargets() {
        CompensatedSum sum = new CompensatedSum();
        double largest = 0;
        for (int row = 0; row < targets.length; row++) {
            largest = Math.max(largest, Math.abs(targets[row]));
            targets[row] -= targetMean;
            sum.add(weights[row] * square(targets[row]));
        }
        if (!Double.isFinite(sum.value())) {
            throw new InvalidException("the largest target is " + largest + ", the squares of the targets must be finite");
        }
        return Math.sqrt(sum.value());
    }

    private static double square(double x) {
        return x * x;
    }
}
