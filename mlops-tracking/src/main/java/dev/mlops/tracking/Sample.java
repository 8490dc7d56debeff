package dev.mlops.tracking;

import dev.mlops.storage.spi.MetricPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A history of unknown length in bounded memory. It is cut into buckets of {@code width} consecutive points; when there are
 * too many, neighbours are merged and the width doubles, so that one pass is enough and each bucket's extremes are exact.
 */
final class Sample {
    /** Smallest, largest, NaN. */
    private static final int KEPT = 3;

    private final int most;
    private final List<Bucket> buckets = new ArrayList<>();
    private int width = 1;
    private int inLast;

    Sample(int most) {
        if (most < KEPT) {
            throw new IllegalArgumentException("number of points is " + most + ", expected " + KEPT + " or more");
        }
        this.most = most;
    }

    void add(MetricPoint point) {
        if (inLast < width && !buckets.isEmpty()) {
            buckets.get(buckets.size() - 1).add(point);
            inLast++;
            return;
        }
        buckets.add(new Bucket(point));
        inLast = 1;
        while (buckets.size() > (width == 1 ? most : most / KEPT)) {
            merge();
        }
    }

    List<MetricPoint> points() {
        List<MetricPoint> points = new ArrayList<>();
        buckets.forEach(bucket -> bucket.addTo(points));
        return List.copyOf(points);
    }

    private void merge() {
        int size = buckets.size();
        if (size % 2 == 0) {
            inLast += width;
        }
        for (int i = 0; i < size; i += 2) {
            Bucket left = buckets.get(i);
            if (i + 1 < size) {
                left.add(buckets.get(i + 1));
            }
            buckets.set(i / 2, left);
        }
        buckets.subList((size + 1) / 2, size).clear();
        width *= 2;
    }

    private static final class Bucket {
        private @Nullable MetricPoint smallest;
        private @Nullable MetricPoint largest;
        private @Nullable MetricPoint nan;

        Bucket(MetricPoint point) {
            add(point);
        }

        void add(MetricPoint point) {
            if (Double.isNaN(point.value())) {
                nan = nan == null ? point : nan;
                return;
            }
            smallest = smallest == null || point.value() < smallest.value() ? point : smallest;
            largest = largest == null || point.value() > largest.value() ? point : largest;
        }

        void add(Bucket later) {
            List<MetricPoint> points = new ArrayList<>(KEPT);
            later.addTo(points);
            points.forEach(this::add);
        }

        void addTo(List<MetricPoint> points) {
            List<MetricPoint> kept = new ArrayList<>(KEPT);
            for (MetricPoint point : new MetricPoint[] {smallest, largest, nan}) {
                if (point != null && !kept.contains(point)) {
                    kept.add(point);
                }
            }
            kept.sort(MetricPoint.ORDER);
            points.addAll(kept);
        }
    }
}
