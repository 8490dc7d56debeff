package dev.mlops.model.linear;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.SparseMatrix;
import java.util.Arrays;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.regression.Regressor;

/**
 * Collects Tribuo examples as rows of a sparse matrix. As everywhere in Tribuo, a feature that the map doesn't know is
 * left out; one that occurs twice in an example is an error.
 */
final class ExampleRows {
    private final ImmutableFeatureMap features;
    private final int[] starts;
    private final double[] targets;
    private final double[] weights;
    private int[] indices;
    private double[] values;
    private int rows;
    private int size;

    ExampleRows(ImmutableFeatureMap features, int rows) {
        this.features = features;
        starts = new int[rows + 1];
        targets = new double[rows];
        weights = new double[rows];
        indices = new int[Math.max(16, 4 * rows)];
        values = new double[indices.length];
    }

    ExampleRows addAll(Iterable<Example<Regressor>> examples) {
        for (Example<Regressor> example : examples) {
            add(example);
        }
        return this;
    }

    private void add(Example<Regressor> example) {
        int start = size;
        boolean ascending = true;
        for (Feature feature : example) {
            int column = features.getID(feature.getName());
            if (column >= 0) {
                ascending &= size == start || indices[size - 1] < column;
                append(column, feature.getValue());
            }
        }
        if (!ascending) {
            sort(start);
        }
        targets[rows] = example.getOutput().getValues()[0];
        weights[rows] = example.getWeight();
        starts[++rows] = size;
    }

    private void append(int column, double value) {
        if (size == indices.length) {
            int length = Math.addExact(size, Math.max(16, size >> 1));
            indices = Arrays.copyOf(indices, length);
            values = Arrays.copyOf(values, length);
        }
        indices[size] = column;
        values[size++] = value;
    }

    /** Insertion sort: rows are short, and nearly in order if at all unsorted. */
    private void sort(int start) {
        for (int i = start + 1; i < size; i++) {
            int column = indices[i];
            double value = values[i];
            int at = i;
            for (; at > start && indices[at - 1] > column; at--) {
                indices[at] = indices[at - 1];
                values[at] = values[at - 1];
            }
            if (at > start && indices[at - 1] == column) {
                throw new InvalidException("feature '" + name(column) + "' occurs twice in row " + (rows + 1)
                        + ", it must occur at most once");
            }
            indices[at] = column;
            values[at] = value;
        }
    }

    private String name(int column) {
        return features.get(column).getName();
    }

    Problem problem() {
        SparseMatrix matrix = new SparseMatrix(features.size(), starts, indices, values);
        return Problem.of(matrix, targets, weights, this::name);
    }
}
