package dev.mlops.model;

/** A linear model compiled for one kind of row: neither examples nor vectors are built. Thread-safe. */
final class LinearScorer<T> {
    private final RowEncoder<T> encoder;
    private final double[] weights;
    private final double intercept;

    LinearScorer(RowEncoder<T> encoder, double[] weights, double intercept) {
        this.encoder = encoder;
        this.weights = weights;
        this.intercept = intercept;
    }

    /**
     * The prediction; allocates nothing.
     *
     * @throws dev.mlops.InvalidException if the row breaks a rule of the features
     */
    double score(T row) {
        return encoder.dot(row, weights) + intercept;
    }
}
