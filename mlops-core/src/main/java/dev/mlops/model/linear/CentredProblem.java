package dev.mlops.model.linear;

import dev.mlops.InvalidException;
import java.util.function.IntFunction;

/*
 * A free intercept is the same as centring: with the weighted means m of the columns and t of the targets, the best
 * intercept for coefficients b is t - m b, and b solves the problem of the rows x - m with targets y - t. Subtracting
 * the means would fill the sparse matrix, so for sparse columns they stay beside it, and whoever multiplies subtracts
 * m b; see CentredMatrix.
 */
/** The least-squares problem without its intercept. */
final class CentredProblem {
    /** Deviations below this share of the mean are rounding. */
    private static final double CONSTANT = 64 * Math.ulp(1.0);

    /** Sums of squares that the solvers can multiply several times without overflow, and the inverse. */
    private static final double LARGEST = 1e80;

    final CentredMatrix matrix;
    final double[] weights;
    /** Centred. */
    final double[] targets;
    /** The weighted sum of squares of each centred column; 0 where it is constant. */
    final double[] squares;
    /** Root of the weighted sum of squares of the centred targets. */
    final double targetNorm;

    private final double totalWeight;
    private final double targetMean;
    private final double[] means;

    CentredProblem(Problem problem) {
        Moments moments = new Moments(problem);
        weights = problem.weights();
        totalWeight = problem.totalWeight();
        means = moments.means;
        squares = moments.squares;
        for (int j = 0; j < squares.length; j++) {
            squares[j] = checked(j, problem.names());
        }
        matrix = new CentredMatrix(problem.matrix(), moments);
        targetMean = mean(problem.targets());
        targets = problem.targets().clone();
        targetNorm = centreTargets();
    }

    private double checked(int column, IntFunction<String> names) {
        double sum = squares[column];
        if (sum <= totalWeight * square(CONSTANT * means[column])) {
            return 0;
        }
        if (sum > LARGEST || sum < 1 / LARGEST) {
            throw new InvalidException("feature '" + names.apply(column) + "' has a sum of squared deviations of " + sum
                    + ", it must be from " + 1 / LARGEST + " to " + LARGEST);
        }
        return sum;
    }

    int rows() {
        return targets.length;
    }

    int columns() {
        return means.length;
    }

    /** The harmonic mean of the sums of squares: the scale of the columns that say least. */
    double typicalSquares() {
        double inverses = 0;
        int varying = 0;
        for (double square : squares) {
            inverses += square == 0 ? 0 : 1 / square;
            varying += square == 0 ? 0 : 1;
        }
        return varying == 0 ? 0 : varying / inverses;
    }

    /** The intercept that belongs to the coefficients, for rows as they came. */
    double intercept(double[] coefficients) {
        CompensatedSum sum = new CompensatedSum();
        sum.add(targetMean);
        for (int j = 0; j < coefficients.length; j++) {
            sum.add(-means[j] * coefficients[j]);
        }
        return sum.value();
    }

    /** rows = y - X b. */
    void residuals(double[] coefficients, double[] rows) {
        matrix.multiply(coefficients, rows);
        for (int row = 0; row < rows.length; row++) {
            rows[row] = targets[row] - rows[row];
        }
    }

    /**
     * Multiplies each row by its weight.
     *
     * @return the weighted sum of squares
     */
    double weigh(double[] rows) {
        double squares = weightedSquares(rows);
        for (int row = 0; row < rows.length; row++) {
            rows[row] *= weights[row];
        }
        return squares;
    }

    private double weightedSquares(double[] rows) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int row = 0;
        for (; row + 3 < rows.length; row += 4) {
            s0 += weights[row] * rows[row] * rows[row];
            s1 += weights[row + 1] * rows[row + 1] * rows[row + 1];
            s2 += weights[row + 2] * rows[row + 2] * rows[row + 2];
            s3 += weights[row + 3] * rows[row + 3] * rows[row + 3];
        }
        for (; row < rows.length; row++) {
            s0 += weights[row] * rows[row] * rows[row];
        }
        return (s0 + s1) + (s2 + s3);
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
            throw new InvalidException(
                    "targets reach the magnitude " + largest + ", the sum of their squares must be finite");
        }
        return Math.sqrt(sum.value());
    }

    private static double square(double x) {
        return x * x;
    }
}
