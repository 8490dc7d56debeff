package dev.mlops.model;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads a level from a row and finds its number. Thread-safe; allocates nothing. */
final class LevelReader<T> {
    private final List<KeyReader<T>> keys;
    private final Part<T>[] parts;
    private final LevelTable table;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    LevelReader(List<KeyReader<T>> keys, LevelTable table) {
        this.keys = keys;
        this.table = table;
        this.parts = new Part[keys.size()];
        for (int p = 0; p < parts.length; p++) {
            parts[p] = Part.of(keys.get(p), table.dictionary(p), table.size(p));
        }
    }

    /** The level's number, {@link Dictionary#UNSEEN} or {@link Dictionary#MISSING}. */
    int find(T row) {
        long key = 0;
        int problem = 0;
        for (Part<T> part : parts) {
            int code = part.code(row);
            problem = Math.min(problem, code);
            key = key * part.size + code;
        }
        return problem < 0 ? problem : table.get(key);
    }

    /** The weight of the level's number, by {@code general} or, for one or two primitive integers, faster. */
    LinearTerm<T> term(double[] weights, double scale, LinearTerm<T> general) {
        double[] byKey = table.weights(weights, scale);
        LinearTerm.Digit<T> first = digit(0);
        LinearTerm.Digit<T> second = parts.length == 2 ? digit(1) : new LinearTerm.Digit<>(row -> 0, 0, 1);
        return byKey == null || first == null || second == null || parts.length > 2
                ? general
                : new LinearTerm.Pair<>(first, second, byKey, general);
    }

    private LinearTerm.@Nullable Digit<T> digit(int part) {
        Dictionary dictionary = table.dictionary(part);
        ToLongFunction<T> direct = keys.get(part) instanceof KeyReader.Integers<T> integers ? integers.direct() : null;
        return direct == null || !dictionary.isRange()
                ? null
                : new LinearTerm.Digit<>(direct, dictionary.min(), dictionary.span());
    }

    List<KeyReader<T>> keys() {
        return keys;
    }

    /** One part of the level. */
    private abstract static class Part<T> {
        final long size;

        Part(long size) {
            this.size = size;
        }

        static <T> Part<T> of(KeyReader<T> key, Dictionary dictionary, long size) {
            if (!dictionary.isRange()) {
                return new Listed<>(key, dictionary, size);
            }
            return new Range<>((KeyReader.Whole<T>) key, dictionary.min(), size);
        }

        abstract int code(T row);
    }

    /** A part whose values are listed. */
    private static final class Listed<T> extends Part<T> {
        private final KeyReader<T> key;
        private final Dictionary dictionary;

        Listed(KeyReader<T> key, Dictionary dictionary, long size) {
            super(size);
            this.key = key;
            this.dictionary = dictionary;
        }

        @Override
        int code(T row) {
            return key.code(row, dictionary);
        }
    }

    /** A part whose values are whole and close together. */
    private static final class Range<T> extends Part<T> {
        private final KeyReader.Whole<T> key;
        private final long min;

        Range(KeyReader.Whole<T> key, long min, long size) {
            super(size);
            this.key = key;
            this.min = min;
        }

        @Override
        int code(T row) {
            long value = key.read(row);
            long code = value - min;
            if (code >= 0 && code < size) {
                return (int) code;
            }
            return value == KeyReader.MISSING ? Dictionary.MISSING : Dictionary.UNSEEN;
        }
    }
}
