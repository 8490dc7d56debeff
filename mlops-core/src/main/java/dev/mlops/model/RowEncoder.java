package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.SparseMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;

/** All fitted features bound to one kind of row. Thread-safe. */
final class RowEncoder<T> {
    private final Encoder<T>[] encoders;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    RowEncoder(List<Encoder<T>> encoders) {
        this.encoders = encoders.toArray(new Encoder[0]);
    }

    /** A row large enough for any that this encoder writes. */
    SparseRow newRow() {
        return new SparseRow(encoders.length);
    }

    /** Replaces {@code out} by the row's entries, columns ascending, without zeros; allocates nothing. */
    void encode(T row, SparseRow out) {
        out.clear();
        for (Encoder<T> encoder : encoders) {
            encoder.encode(row, out);
        }
    }

    /** The names of the categories whose level training didn't see, in the order of their columns. */
    List<String> unseen(T row) {
        List<String> names = List.of();
        for (Encoder<T> encoder : encoders) {
            if (encoder instanceof Encoder.Levelled<T> category && category.isUnseen(row)) {
                names = names.isEmpty() ? new ArrayList<>() : names; // almost always there are none
                names.add(category.name());
            }
        }
        return names;
    }

    /** A linear model of these features: weights by column. The array is shared: nobody may change it. */
    LinearScorer<T> linear(double[] weights, double intercept) {
        return new LinearScorer<>(
                Stream.of(encoders).map(encoder -> encoder.term(weights)).toList(), intercept);
    }

    /**
     * Encodes many rows.
     *
     * @param number gives the number by which an error names the row at a place
     * @throws InvalidException if a row breaks a rule; names the row
     */
    SparseMatrix encodeAll(List<? extends T> rows, IntToLongFunction number, int columns) {
        int[] starts = new int[rows.size() + 1];
        int[] indices = new int[rows.size() * 2 + encoders.length];
        double[] values = new double[indices.length];
        SparseRow out = newRow();
        int r = 0;
        for (T row : rows) {
            encode(row, out, number.applyAsLong(r));
            if (starts[r] + out.size() > indices.length) {
                int longer = Math.addExact(indices.length, (indices.length >> 1) + out.size());
                indices = Arrays.copyOf(indices, longer);
                values = Arrays.copyOf(values, longer);
            }
            out.copyTo(indices, values, starts[r]);
            starts[r + 1] = starts[r] + out.size();
            r++;
        }
        return new SparseMatrix(columns, starts, Arrays.copyOf(indices, starts[r]), Arrays.copyOf(values, starts[r]));
    }

    private void encode(T row, SparseRow out, long number) {
        try {
            encode(row, out);
        } catch (InvalidException e) {
            throw new InvalidException("row " + number + ": " + e.getMessage(), e);
        }
    }
}
