package dev.mlops.model;

import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The part of one feature in a linear prediction. The special terms take the common case in as few steps as it needs and
 * leave all else (bad values, unseen levels and the counting of both) to the general term. Thread-safe; allocates nothing.
 */
abstract class LinearTerm<T> {

    abstract double score(T row);

    /** Any feature. */
    static final class General<T> extends LinearTerm<T> {
        private final Encoder<T> encoder;
        private final double[] weights;

        General(Encoder<T> encoder, double[] weights) {
            this.encoder = encoder;
            this.weights = weights;
        }

        @Override
        double score(T row) {
            return encoder.dot(row, weights);
        }
    }

    /** A primitive number without steps. */
    static final class Plain<T> extends LinearTerm<T> {
        private final ToDoubleFunction<T> number;
        private final double min;
        private final double max;
        private final double mean;
        private final double factor;
        private final double weight;
        private final LinearTerm<T> general;

        Plain(
                ToDoubleFunction<T> number,
                double min,
                double max,
                double mean,
                double factor,
                double weight,
                LinearTerm<T> general) {
            this.number = number;
            this.min = Math.max(min, -Double.MAX_VALUE);
            this.max = Math.min(max, Double.MAX_VALUE);
            this.mean = mean;
            this.factor = factor;
            this.weight = weight;
            this.general = general;
        }

        @Override
        double score(T row) {
            double value = number.applyAsDouble(row);
            return value >= min && value <= max ? (value - mean) * factor * weight : general.score(row);
        }
    }

    /**
     * One digit of a key: a primitive integer of a small range.
     *
     * @param value the integer
     * @param min the smallest
     * @param size how many there are from the smallest to the largest
     */
    record Digit<T>(ToLongFunction<T> value, long min, int size) {}

    /** A level of one or two primitive integers of small ranges. */
    static final class Pair<T> extends LinearTerm<T> {
        private final ToLongFunction<T> first;
        private final ToLongFunction<T> second;
        private final long firstMin;
        private final long secondMin;
        private final long firstSize;
        private final long secondSize;
        private final double[] weights;
        private final LinearTerm<T> general;

        Pair(Digit<T> first, Digit<T> second, double[] weights, LinearTerm<T> general) {
            this.first = first.value();
            this.second = second.value();
            this.firstMin = first.min();
            this.secondMin = second.min();
            this.firstSize = first.size();
            this.secondSize = second.size();
            this.weights = weights;
            this.general = general;
        }

        @Override
        double score(T row) {
            long i = first.applyAsLong(row) - firstMin;
            long j = second.applyAsLong(row) - secondMin;
            if ((i | j) >= 0 && i < firstSize && j < secondSize) {
                double weight = weights[(int) (i * secondSize + j)];
                if (!Double.isNaN(weight)) {
                    return weight;
                }
            }
            return general.score(row);
        }
    }
}
