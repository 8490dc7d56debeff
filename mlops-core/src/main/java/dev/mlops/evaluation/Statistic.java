package dev.mlops.evaluation;

/** A metric of some rows, prepared so that it can be computed again and again on resamples of them. Immutable. */
interface Statistic {

    /** On the rows as they are, as exactly as double precision allows; NaN where it is undefined. */
    double value();

    /** On a resample in which unit u stands {@code counts[u]} times; NaN where it is undefined. */
    double of(int[] counts);
}
