package dev.mlops.model;

import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.internal.onnx.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A category as a part of a graph.
 *
 * @param tensor the slot [N] of each row's level
 * @param columns the column of each slot; {@link #NONE} or {@link #REFUSED}
 * @param scale the value of an active column
 * @param times the number that multiplies it
 * @param fitted what that number has learnt
 */
@SuppressWarnings("ArrayRecordComponent")
record OnnxCategory(
        String tensor,
        int[] columns,
        double scale,
        @Nullable NumberFeature times,
        Fitted.Numeric fitted) {
    private static final int NONE = -1;
    private static final int REFUSED = -2;

    static OnnxCategory of(
            Graph graph,
            OnnxKeys keys,
            OnnxLevels levels,
            CategoryFeature feature,
            Fitted.Category fitted,
            int start,
            int unseen) {
        List<OnnxInputs.Part> parts = new ArrayList<>();
        for (int k = 0; k < feature.keys().size(); k++) {
            parts.add(keys.part(feature.keys().get(k), fitted.edges().get(k)));
        }
        String tensor;
        int[] columns;
        if (feature.hashBits() > 0) {
            tensor = keys.hash(feature, parts);
            columns = new int[1 << feature.hashBits()];
            Arrays.setAll(columns, slot -> start + slot);
        } else {
            Slots slots = levels.slots(parts, fitted.levels());
            tensor = slots.tensor();
            columns = new int[slots.size()];
            Arrays.fill(columns, unseen >= 0 ? unseen : problem(feature.unseen()));
            for (int level = 0; level < fitted.levels().size(); level++) {
                int column = start + level;
                columns[slots.of(level)] = unseen >= 0 && unseen <= column ? column + 1 : column;
            }
        }
        boolean plain = feature.missing() == Rule.LEVEL
                || (feature.hashBits() == 0 && unseen < 0 && problem(feature.missing()) == problem(feature.unseen()));
        if (!plain) {
            tensor = graph.node("Where", keys.missing(parts), graph.constant((long) columns.length), tensor);
            columns = Arrays.copyOf(columns, columns.length + 1);
            columns[columns.length - 1] = problem(feature.missing());
        }
        return new OnnxCategory(tensor, columns, feature.scale(), feature.times(), fitted.times());
    }

    private static int problem(Rule rule) {
        return rule == Rule.FAIL ? REFUSED : NONE;
    }

    /** What the level of a slot adds to a sum, before it is multiplied. */
    double weight(int slot, double[] weights) {
        int column = columns[slot];
        return column >= 0 ? weights[column] * scale : column == NONE ? 0 : Double.NaN;
    }

    /** Whether some level is refused. */
    boolean refuses() {
        return Arrays.stream(columns).anyMatch(column -> column == REFUSED);
    }

    /** Whether leaving the category out of sums with these weights would change one. */
    boolean matters(double[][] weights) {
        return refuses()
                || (times != null && !times.isFlag())
                || Arrays.stream(weights)
                        .anyMatch(sum -> Arrays.stream(columns).anyMatch(column -> column >= 0 && sum[column] != 0));
    }

    /** The number that multiplies. */
    OnnxNumbers.Fitting factor() {
        if (times == null) {
            throw new IllegalStateException("no number multiplies this category");
        }
        return new OnnxNumbers.Fitting(times, fitted);
    }

    /** Those of {@code wanted}, ascending, that are columns of this category. */
    int[] among(int[] wanted) {
        int[] own = Arrays.stream(columns)
                .filter(column -> column >= 0)
                .sorted()
                .distinct()
                .toArray();
        return Arrays.stream(wanted)
                .filter(column -> Arrays.binarySearch(own, column) >= 0)
                .toArray();
    }
}
