package dev.mlops.model;

import dev.mlops.InvalidException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fits one fill. */
final class FillFitter<R> {
    private final List<R> rows;
    private final Readers<R> readers;
    private final Fit.Filling filling;
    private final double[] values;

    FillFitter(List<R> rows, Readers<R> readers, Fit.Filling filling) {
        this.rows = rows;
        this.readers = readers;
        this.filling = filling;
        Source source = Source.of(filling.column()).within(filling.min(), filling.max());
        NumberReader<R> reader = readers.number(source, new Tally());
        this.values = rows.stream().mapToDouble(reader::good).toArray();
    }

    FittedFill fit() {
        return fit(filling.fill());
    }

    private FittedFill fit(Fill fill) {
        return switch (fill.kind()) {
            case CONSTANT -> FittedFill.of(fill.value());
            case MEAN -> FittedFill.of(Arrays.stream(good()).sum() / good().length);
            case MEDIAN -> FittedFill.of(median());
            case MEDIAN_BY -> groups(fill);
        };
    }

    private double median() {
        double[] good = good();
        Arrays.sort(good);
        return Statistics.median(good, 0, good.length);
    }

    private double[] good() {
        double[] good =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        if (good.length == 0) {
            throw new InvalidException("column '" + filling.column() + "' has no value in the training rows that is "
                    + Source.of(filling.column())
                            .within(filling.min(), filling.max())
                            .range()
                    + ": a fill by " + filling.fill().kind() + " needs one");
        }
        return good;
    }

    private FittedFill groups(Fill fill) {
        LevelCounter counter = LevelCounter.of(readers.keys(fill.columns()), rows, false);
        int[] starts = starts(counter);
        double[] sorted = sort(counter, starts);
        List<Group> groups = new ArrayList<>();
        for (int g = 0; g < counter.size(); g++) {
            if (starts[g] < starts[g + 1]) {
                groups.add(new Group(counter.level(g), Statistics.median(sorted, starts[g], starts[g + 1])));
            }
        }
        groups.sort(Comparator.comparing(Group::level, FillFitter::compare));
        return new FittedFill(
                0,
                groups.stream().map(Group::level).toList(),
                groups.stream().mapToDouble(Group::median).toArray(),
                next(fill));
    }

    private @Nullable FittedFill next(Fill fill) {
        Fill otherwise = fill.otherwise();
        return otherwise == null ? null : fit(otherwise);
    }

    private int[] starts(LevelCounter counter) {
        int[] starts = new int[counter.size() + 1];
        for (int r = 0; r < values.length; r++) {
            if (isGood(counter, r)) {
                starts[counter.slots()[r] + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        return starts;
    }

    /** The good values, group after group, sorted within each. */
    private double[] sort(LevelCounter counter, int[] starts) {
        double[] sorted = new double[starts[counter.size()]];
        int[] next = starts.clone();
        for (int r = 0; r < values.length; r++) {
            if (isGood(counter, r)) {
                sorted[next[counter.slots()[r]]++] = values[r];
            }
        }
        for (int g = 0; g < counter.size(); g++) {
            Arrays.sort(sorted, starts[g], starts[g + 1]);
        }
        return sorted;
    }

    private boolean isGood(LevelCounter counter, int row) {
        return counter.slots()[row] >= 0 && !Double.isNaN(values[row]);
    }

    private static int compare(List<@Nullable Object> a, List<@Nullable Object> b) {
        for (int p = 0; p < a.size(); p++) {
            int order = compare(a.get(p), b.get(p));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : String.valueOf(a).compareTo(String.valueOf(b));
    }

    private record Group(List<@Nullable Object> level, double median) {}
}
