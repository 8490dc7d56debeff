package dev.mlops.tracking;

import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Every value that a run recorded of one metric, in the order of {@link MetricPoint#ORDER}. Read anew by each call. */
public final class MetricHistory {
    private final RunStore runs;
    private final String runId;
    private final String key;

    MetricHistory(RunStore runs, String runId, String key) {
        this.runs = runs;
        this.runId = runId;
        this.key = key;
    }

    /** The metric's key. */
    public String key() {
        return key;
    }

    /** Hands over one point after the other, without holding them in memory; none where there are none. */
    public void forEach(Consumer<? super MetricPoint> each) {
        runs.history(runId, key, each);
    }

    /** All points in memory; empty where there are none. */
    public List<MetricPoint> points() {
        List<MetricPoint> points = new ArrayList<>();
        forEach(points::add);
        return Collections.unmodifiableList(points);
    }

    /**
     * A few points that draw like all of them: where there are more than {@code atMost}, the history is cut into as many
     * stretches of about equally many points as there is room for, of which each keeps its smallest and its largest value,
     * and its first NaN; the first and the last point of all are kept too. Where 3 or 4 are too few for the extremes of the
     * whole, the smallest goes before the largest. One pass, in memory O(atMost).
     *
     * @param atMost how many points at most, 3 or more
     * @throws IllegalArgumentException if it is less
     */
    public List<MetricPoint> sample(int atMost) {
        Sample sample = new Sample(atMost);
        forEach(sample::add);
        return sample.points();
    }

    @Override
    public String toString() {
        return "history of metric '" + key + "' of run " + runId;
    }
}
