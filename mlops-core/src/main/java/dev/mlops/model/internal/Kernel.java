package dev.mlops.model.internal;

/** What a regression estimator computes from a vectorised row, without Tribuo's examples. Immutable, thread-safe. */
interface Kernel {

    /** The prediction. */
    double value(Row row);

    /** Whether {@link #value} looks columns up, so that the row must be scattered. */
    default boolean dense() {
        return true;
    }
}
