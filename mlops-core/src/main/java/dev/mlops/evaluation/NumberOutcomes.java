package dev.mlops.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** True and predicted numbers. The arrays belong to this object. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and shared only within the package
record NumberOutcomes(double[] actual, double[] predicted) implements Outcomes {
    /** A variance below this share of the sum of squares is the rounding error of their difference. */
    private static final double NO_VARIANCE = 1e-12;

    static NumberOutcomes of(double[] actual, double[] predicted) {
        Outcomes.checkSizes(actual.length, predicted.length);
        checkFinite("truth", actual);
        checkFinite("prediction", predicted);
        return new NumberOutcomes(actual.clone(), predicted.clone());
    }

    private static void checkFinite(String what, double[] values) {
        for (int row = 0; row < values.length; row++) {
            if (!Double.isFinite(values[row])) {
                throw Outcomes.bad(what, row, values[row], "a finite number");
            }
        }
    }

    @Override
    public int rows() {
        return actual.length;
    }

    @Override
    public List<String> labels() {
        return List.of();
    }

    @Override
    public String kind() {
        return "regression";
    }

    @Override
    public @Nullable String whyUndefined(Metric metric) {
        return switch (metric) {
            case R2 -> rows() < 2 ? "there is 1 row, expected at least 2" : null;
            case MAPE -> zeroTruth();
            default -> null;
        };
    }

    private @Nullable String zeroTruth() {
        for (int row = 0; row < rows(); row++) {
            if (actual[row] == 0) {
                return "the truth of row " + (row + 1) + " is 0, of which no error is a percentage";
            }
        }
        return null;
    }

    @Override
    public Statistic statistic(Metric metric, Units units) {
        return switch (metric) {
            case RMSE -> sums(units, total -> Math.sqrt(total[1] / total[0]), ofErrors(error -> error * error));
            case MAE -> sums(units, total -> total[1] / total[0], ofErrors(Math::abs));
            case MAPE -> sums(units, total -> total[1] / total[0], percentages());
            case MEDIAN_ABSOLUTE_ERROR -> new MedianStatistic(units, ofErrors(Math::abs));
            case R2 -> explained(units, false);
            case EXPLAINED_VARIANCE -> explained(units, true);
            default -> throw new IllegalArgumentException(metric + " is for classification");
        };
    }

    private SumStatistic sums(Units units, ToDoubleFunction<double[]> metric, double[]... terms) {
        return new SumStatistic(units, rows(), metric, terms);
    }

    /**
     * R2, or explained variance, whose errors are taken around their mean. Sums of squares are of centred values, so that
     * little is lost when a mean is subtracted from them.
     */
    private Statistic explained(Units units, boolean aroundMean) {
        double mean = mean(actual);
        double[] truth = Arrays.stream(actual).map(value -> value - mean).toArray();
        double origin = aroundMean ? mean(ofErrors(error -> error)) : 0;
        double[] error = ofErrors(value -> value - origin);
        return sums(
                units,
                total -> {
                    double residual = aroundMean ? squares(total[0], total[1], total[2]) : total[2];
                    double all = squares(total[0], total[3], total[4]);
                    return all > 0 ? 1 - residual / all : residual > 0 ? 0 : 1;
                },
                error,
                square(error),
                truth,
                square(truth));
    }

    /** The sum of squares around the mean, from the count, the sum and the sum of squares; infinite where that is. */
    private static double squares(double count, double sum, double sumOfSquares) {
        if (sumOfSquares == Double.POSITIVE_INFINITY) {
            return sumOfSquares;
        }
        double squares = sumOfSquares - sum * sum / count;
        return squares > NO_VARIANCE * sumOfSquares ? squares : 0;
    }

    /** The mean; exact where all values are equal. */
    private static double mean(double[] values) {
        double first = values[0];
        return Arrays.stream(values).allMatch(value -> value == first)
                ? first
                : CompensatedSum.of(values) / values.length;
    }

    /** A figure of each row's error, prediction minus truth. */
    double[] ofErrors(DoubleUnaryOperator figure) {
        return IntStream.range(0, rows())
                .mapToDouble(row -> figure.applyAsDouble(predicted[row] - actual[row]))
                .toArray();
    }

    private double[] percentages() {
        return IntStream.range(0, rows())
                .mapToDouble(row -> Math.abs((predicted[row] - actual[row]) / actual[row]))
                .toArray();
    }

    private static double[] square(double[] values) {
        return Arrays.stream(values).map(value -> value * value).toArray();
    }

    @Override
    public Outcomes select(int[] rows) {
        return new NumberOutcomes(
                Arrays.stream(rows).mapToDouble(row -> actual[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> predicted[row]).toArray());
    }

    @Override
    public int firstDifference(Outcomes other) {
        return other instanceof NumberOutcomes numbers ? Arrays.mismatch(actual, numbers.actual) : 0;
    }
}
