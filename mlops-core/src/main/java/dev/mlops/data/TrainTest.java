package dev.mlops.data;

/**
 * The two sides of a {@link Split}: each row is on exactly one, in its original order.
 *
 * @param train the rows to learn from
 * @param test the rows held out
 * @param <R> the record type
 */
public record TrainTest<R extends Record>(Dataset<R> train, Dataset<R> test) {}
