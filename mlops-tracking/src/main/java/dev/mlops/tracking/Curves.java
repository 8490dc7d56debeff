package dev.mlops.tracking;

import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The histories that a page draws, together at most some 100,000 points, which are 2 to 3 MB. */
record Curves(List<Line> lines) {
    private static final int MOST_POINTS = 100_000;
    private static final int MOST_OF_ONE = 2_000;
    private static final int FEWEST_OF_ONE = 32;

    /**
     * One metric of one run.
     *
     * @param run which of the runs that are compared
     * @param metric the key
     * @param drawable how many finite points there were
     * @param points those that are drawn
     */
    record Line(int run, String metric, long drawable, List<MetricPoint> points) {}

    /** Reads them; a metric that has one point in every run has no curve. */
    static Curves read(RunStore store, List<RunData> runs) {
        int all = runs.stream().mapToInt(run -> run.metrics().size()).sum();
        List<Drawn> drawn = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            for (String metric : runs.get(i).metrics().keySet()) {
                Curve curve = new Curve(share(2 * MOST_POINTS, all));
                store.history(runs.get(i).id(), metric, curve);
                drawn.add(new Drawn(i, metric, curve));
            }
        }
        Set<String> withHistory = drawn.stream()
                .filter(each -> each.curve.count() > 1)
                .map(Drawn::metric)
                .collect(Collectors.toSet());
        drawn.removeIf(each -> !withHistory.contains(each.metric));
        int most = share(MOST_POINTS, drawn.size());
        return new Curves(drawn.stream().map(each -> each.line(most)).toList());
    }

    private static int share(int points, int curves) {
        return Math.max(FEWEST_OF_ONE, Math.min(MOST_OF_ONE, points / Math.max(1, curves)));
    }

    private record Drawn(int run, String metric, Curve curve) {
        Line line(int most) {
            return new Line(run, metric, curve.drawable(), curve.points(most));
        }
    }
}
