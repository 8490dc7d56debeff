package dev.mlops.evaluation;

import java.util.Arrays;

/**
 * A figure of merit, defined as scikit-learn defines it (User Guide, section 3.4, "Metrics and scoring") unless it says
 * otherwise, so that numbers can be compared across the two. A loss is better when lower and perfect at 0; every other metric is better when higher
 * and perfect at 1.
 */
public enum Metric {
    /** Root of the mean squared error, in the unit of the target. */
    RMSE("rmse", true, false),
    /** Mean absolute error, in the unit of the target. */
    MAE("mae", true, false),
    /** Median absolute error, in the unit of the target: half of the rows are nearer than this. */
    MEDIAN_ABSOLUTE_ERROR("median_absolute_error", true, false),
    /** Mean of |error / truth|, where 0.1 means 10 %. Undefined where a truth is 0; scikit-learn's is then huge. */
    MAPE("mape", true, false),
    /**
     * Coefficient of determination. Where the truth is constant it is 1 for perfect predictions and else 0
     * (scikit-learn's {@code force_finite}); undefined on one row.
     */
    R2("r2", false, false),
    /** Share of the truth's variance that the predictions explain; R2 that forgives a constant offset. */
    EXPLAINED_VARIANCE("explained_variance", false, false),
    /** Share of rows whose label is right. */
    ACCURACY("accuracy", false, true),
    /**
     * Mean of -ln(score of the true label), natural logarithm, scores clipped to 2.220446049250313e-16 from both ends;
     * defined where scores are probabilities.
     */
    LOG_LOSS("log_loss", true, true),
    /**
     * Area under the ROC curve by the Mann-Whitney statistic, ties counting half; with more than two labels the
     * unweighted mean of one label against the rest. Undefined where a label never occurs in the truth.
     */
    AUC("auc", false, true),
    /** Harmonic mean of precision and recall of the positive one of two labels; 0 where both are 0. */
    F1("f1", false, true),
    /** Unweighted mean of F1 over the labels that occur in the truth or among the predictions. */
    MACRO_F1("macro_f1", false, true),
    /** F1 of all decisions counted together; equals accuracy, since each row has one label. */
    MICRO_F1("micro_f1", false, true);

    private final String key;
    private final boolean loss;
    private final boolean classification;

    Metric(String key, boolean loss, boolean classification) {
        this.key = key;
        this.loss = loss;
        this.classification = classification;
    }

    /** The name under which the metric is recorded, such as {@code median_absolute_error}. */
    public String key() {
        return key;
    }

    /** Whether lower is better, with 0 perfect; otherwise higher is better, with 1 perfect. */
    public boolean isLoss() {
        return loss;
    }

    /** Whether the metric is for labels; otherwise it is for numbers. */
    public boolean isForClassification() {
        return classification;
    }

    /**
     * The metric recorded under this name.
     *
     * @throws IllegalArgumentException if no metric has it
     */
    public static Metric of(String key) {
        return Arrays.stream(values())
                .filter(metric -> metric.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("metric '" + key + "' is unknown, expected one of "
                        + Arrays.stream(values()).map(Metric::key).toList()));
    }

    /** Whether the metric is the share of rows that are right, so that its count is binomial. */
    boolean isShareOfRows() {
        return this == ACCURACY || this == MICRO_F1;
    }

    /** The least value that the metric can take. */
    double lowest() {
        return this == R2 || this == EXPLAINED_VARIANCE ? Double.NEGATIVE_INFINITY : 0;
    }

    /** The greatest value that the metric can take. */
    double highest() {
        return loss ? Double.POSITIVE_INFINITY : 1;
    }

    /** How far {@code value} is from perfect; never negative for a value that the metric can take. */
    double shortfall(double value) {
        return loss ? value : 1 - value;
    }

    /** By how much {@code value} is better than {@code other}: positive is better. */
    double gain(double value, double other) {
        return loss ? other - value : value - other;
    }

    /**
     * The share of what {@code other} lacks to perfection that {@code value} gains; below 0 where {@code value} is worse, 0
     * where the two are equal: 0.1 where an RMSE falls from 10 to 9 or an accuracy rises from 0.90 to 0.91. Both must be
     * values that the metric can take.
     */
    public double relativeGain(double value, double other) {
        double gain = gain(value, other);
        return gain == 0 ? 0 : gain / shortfall(other);
    }
}
