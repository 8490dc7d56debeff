package dev.mlops.model.internal;

/** What a classifier computes from a vectorised row, without Tribuo's examples. Immutable, thread-safe. */
interface LabelKernel {

    /** Sets the score of each label in {@code scores} and returns the index of the label answered. */
    int classify(Row row, double[] scores);

    /** Whether {@link #classify} looks columns up, so that the row must be scattered. */
    default boolean dense() {
        return true;
    }
}
