package dev.mlops.model.internal;

/**
 * Intercept plus weighted sum.
 *
 * @param weights one a column
 * @param intercept added to every prediction
 */
@SuppressWarnings("ArrayRecordComponent")
public record LinearKernel(double[] weights, double intercept) implements Kernel {

    @Override
    public double value(Row row) {
        double sum = intercept;
        for (int i = 0; i < row.size; i++) {
            sum += weights[row.indices[i]] * row.values[i];
        }
        return sum;
    }

    @Override
    public boolean dense() {
        return false;
    }
}
