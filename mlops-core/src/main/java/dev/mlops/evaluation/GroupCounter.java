package dev.mlops.evaluation;

import dev.mlops.data.Dataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Counts rows per group and evaluates where there are few. */
final class GroupCounter {
    /** Where one level ends and the next starts; the last has no end. */
    private static final int[] STARTS = {0, 1, GroupSupport.SMALL, 20, 100, 1_000};

    private GroupCounter() {}

    /**
     * @param training what the groups' rows are counted in; null to count the held-out rows
     * @param baseline the best baseline, which has rows
     * @param candidate the best candidate
     */
    static GroupSupport count(
            List<String> columns,
            @Nullable Dataset<?> training,
            Metric metric,
            Evaluation baseline,
            Evaluation candidate) {
        List<List<@Nullable Object>> heldOut = baseline.knownRows().keys(columns);
        Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
        for (List<@Nullable Object> key :
                training == null ? heldOut : Rows.all(training).keys(columns)) {
            counts.merge(key, 1, Integer::sum);
        }
        int[] ofRow =
                heldOut.stream().mapToInt(key -> counts.getOrDefault(key, 0)).toArray();
        double[] sizes =
                counts.values().stream().mapToDouble(count -> count).sorted().toArray();
        return new GroupSupport(
                columns,
                training == null ? "held-out" : "training",
                sizes.length,
                sizes.length == 0 ? 0 : (int) sizes[0],
                sizes.length == 0 ? 0 : Quantiles.of(sizes, 0.5),
                share(IntStream.range(0, sizes.length).filter(i -> sizes[i] < GroupSupport.SMALL), sizes.length),
                share(IntStream.of(ofRow).filter(count -> count == 0), ofRow.length),
                share(IntStream.of(ofRow).filter(count -> count > 0 && count < GroupSupport.SMALL), ofRow.length),
                levels(ofRow, metric, baseline, candidate));
    }

    private static double share(IntStream some, int all) {
        return all == 0 ? 0 : (double) some.count() / all;
    }

    private static List<GroupSupport.Level> levels(
            int[] ofRow, Metric metric, Evaluation baseline, Evaluation candidate) {
        List<GroupSupport.Level> levels = new ArrayList<>();
        for (int i = 0; i < STARTS.length; i++) {
            int start = STARTS[i];
            int end = i + 1 < STARTS.length ? STARTS[i + 1] : Integer.MAX_VALUE;
            int[] rows = IntStream.range(0, ofRow.length)
                    .filter(row -> start <= ofRow[row] && ofRow[row] < end)
                    .toArray();
            if (rows.length > 0) {
                double before = value(baseline, rows, metric);
                double after = value(candidate, rows, metric);
                double gain = metric.relativeGain(after, before);
                double share = (double) rows.length / ofRow.length;
                levels.add(new GroupSupport.Level(range(start, end), rows.length, share, before, after, gain));
            }
        }
        return levels;
    }

    private static double value(Evaluation evaluation, int[] rows, Metric metric) {
        Outcomes some = evaluation.outcomes().select(rows);
        return some.whyUndefined(metric) == null
                ? some.statistic(metric, Units.rows(rows.length)).value()
                : Double.NaN;
    }

    private static String range(int start, int end) {
        if (end == Integer.MAX_VALUE) {
            return Text.count(start) + " or more";
        }
        return end == start + 1 ? Text.count(start) : Text.count(start) + " to " + Text.count(end - 1);
    }
}
