package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.model.CategoryFeature.Rule;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One fitted feature bound to one kind of row. Thread-safe; allocates nothing. */
abstract class Encoder<T> {
    /** The feature's first column. */
    final int start;

    Encoder(int start) {
        this.start = start;
    }

    /** Adds the row's entry to {@code out}, unless it is 0. */
    abstract void encode(T row, SparseRow out);

    /** The row's entry times its column's weight. */
    abstract double dot(T row, double[] weights);

    /** {@link #dot} with these weights for good, faster where it can be. */
    LinearTerm<T> term(double[] weights) {
        return new LinearTerm.General<>(this, weights);
    }

    /** A number: one column. */
    static final class Numeric<T> extends Encoder<T> {
        private final NumberValue<T> value;

        Numeric(int start, NumberValue<T> value) {
            super(start);
            this.value = value;
        }

        @Override
        void encode(T row, SparseRow out) {
            double found = value.of(row);
            if (found != 0) {
                out.add(start, found);
            }
        }

        @Override
        double dot(T row, double[] weights) {
            return value.of(row) * weights[start];
        }

        @Override
        LinearTerm<T> term(double[] weights) {
            LinearTerm<T> general = super.term(weights);
            return value.term(weights[start], general);
        }
    }

    /** A category: at most one of its columns. */
    abstract static class Category<T> extends Encoder<T> {
        private final double scale;
        private final @Nullable NumberValue<T> times;

        Category(int start, double scale, @Nullable NumberValue<T> times) {
            super(start);
            this.scale = scale;
            this.times = times;
        }

        /** The row's column, or a negative number. */
        abstract int column(T row);

        @Override
        final void encode(T row, SparseRow out) {
            double found = value(row);
            if (found != 0) {
                int column = column(row);
                if (column >= 0) {
                    out.add(column, found);
                }
            }
        }

        @Override
        final double dot(T row, double[] weights) {
            double found = value(row);
            if (found == 0) {
                return 0;
            }
            int column = column(row);
            return column >= 0 ? weights[column] * found : 0;
        }

        /** Whether a level's value is the same in each row. */
        final boolean isPlain() {
            return times == null;
        }

        private double value(T row) {
            return times == null ? scale : scale * times.of(row);
        }
    }

    /** A category whose levels were learnt. */
    static final class Levelled<T> extends Category<T> {
        private final CategoryFeature feature;
        private final LevelReader<T> levels;
        private final int unseen;
        private final Tally tally;

        Levelled(
                CategoryFeature feature,
                int start,
                @Nullable NumberValue<T> times,
                LevelReader<T> levels,
                int unseen,
                Tally tally) {
            super(start, feature.scale(), times);
            this.feature = feature;
            this.levels = levels;
            this.unseen = unseen;
            this.tally = tally;
        }

        @Override
        int column(T row) {
            int column = levels.find(row);
            return column >= 0 ? column : absent(row, column);
        }

        @Override
        LinearTerm<T> term(double[] weights) {
            LinearTerm<T> general = super.term(weights);
            return isPlain() ? levels.term(weights, feature.scale(), general) : general;
        }

        /** Whether training didn't see the row's level, or too rarely; counts nothing. */
        boolean isUnseen(T row) {
            int column = levels.find(row);
            return column < 0 && !isIgnoredAsMissing(column);
        }

        String name() {
            return feature.name();
        }

        private boolean isIgnoredAsMissing(int problem) {
            return problem == Dictionary.MISSING && feature.missing() != Rule.LEVEL;
        }

        private int absent(T row, int problem) {
            if (isIgnoredAsMissing(problem)) {
                tally.missing();
                return ignore(row, feature.missing(), "is missing");
            }
            tally.unseen();
            return unseen >= 0 ? unseen : ignore(row, feature.unseen(), "was not seen in training");
        }

        private int ignore(T row, Rule rule, String what) {
            if (rule == Rule.FAIL) {
                throw new InvalidException("feature " + feature.name() + ": level " + Levels.shown(text(row)) + " "
                        + what + ", which its rule forbids");
            }
            return -1;
        }

        private String text(T row) {
            return levels.keys().stream()
                    .map(key -> key.isMissing(row) ? Levels.MISSING : key.text(row))
                    .collect(Collectors.joining("_"));
        }
    }

    /** A category whose levels are hashed. */
    static final class Hashed<T> extends Category<T> {
        private final CategoryFeature feature;
        private final List<KeyReader<T>> keys;
        private final int shift;
        private final Tally tally;

        Hashed(
                CategoryFeature feature,
                int start,
                @Nullable NumberValue<T> times,
                List<KeyReader<T>> keys,
                Tally tally) {
            super(start, feature.scale(), times);
            this.feature = feature;
            this.keys = keys;
            this.shift = Long.SIZE - feature.hashBits();
            this.tally = tally;
        }

        @Override
        int column(T row) {
            long hash = 0;
            for (KeyReader<T> key : keys) {
                if (feature.missing() != Rule.LEVEL && key.isMissing(row)) {
                    return missing();
                }
                hash = mix(hash + key.hash(row));
            }
            return start + (int) (hash >>> shift);
        }

        private int missing() {
            tally.missing();
            if (feature.missing() == Rule.FAIL) {
                throw new InvalidException(
                        "feature " + feature.name() + ": a part of the level is missing, which its rule forbids");
            }
            return -1;
        }

        /** A bijection of longs whose output bits all depend on all input bits: the finaliser of SplitMix64. */
        private static long mix(long hash) {
            long z = hash + 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            return z ^ (z >>> 31);
        }
    }
}
