package dev.mlops.tracking;

import dev.mlops.storage.spi.MetricPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A history of unknown length in bounded memory. It is cut into buckets of {@code width} consecutive points, twice as many as
 * points may stay; when there are too many, neighbours are merged and the width doubles, so that one pass is enough and each
 * bucket's extremes are exact. In the end the buckets are put together to as many stretches as the number of points allows.
 */
final class Sample {
    static final int FEWEST = 3;

    private final int most;
    private final List<Bucket> buckets = new ArrayList<>();
    private int width = 1;
    private int inLast;
    private @Nullable MetricPoint first;
    private @Nullable MetricPoint last;

    Sample(int most) {
        if (most < FEWEST) {
            throw new IllegalArgumentException("number of points is " + most + ", expected " + FEWEST + " or more");
        }
        this.most = most;
    }

    void add(MetricPoint point) {
        first = first == null ? point : first;
        last = point;
        if (inLast < width && !buckets.isEmpty()) {
            buckets.get(buckets.size() - 1).add(point);
            inLast++;
            return;
        }
        buckets.add(new Bucket(point));
        inLast = 1;
        if (buckets.size() > 2L * most) {
            merge();
        }
    }

    /** Those that stay, ascending; the first and the last are among them. */
    List<MetricPoint> points() {
        if (width == 1 && buckets.size() <= most) {
            return List.copyOf(stretches(buckets.size()));
        }
        int fits = 0;
        int many = Math.min(most, buckets.size()) + 1;
        while (many - fits > 1) {
            int middle = (fits + many) / 2;
            if (stretches(middle).size() <= most) {
                fits = middle;
            } else {
                many = middle;
            }
        }
        return fits == 0 ? fewest() : List.copyOf(stretches(fits));
    }

    /** What stays where the history is cut into so many stretches. */
    private NavigableSet<MetricPoint> stretches(int count) {
        NavigableSet<MetricPoint> kept = ends();
        for (int i = 0; i < count; i++) {
            stretch(i, count).points().forEach(kept::add);
        }
        return kept;
    }

    private Bucket stretch(int number, int count) {
        int from = (int) ((long) number * buckets.size() / count);
        int to = (int) ((number + 1L) * buckets.size() / count);
        Bucket all = new Bucket();
        buckets.subList(from, to).forEach(all::add);
        return all;
    }

    private List<MetricPoint> fewest() {
        NavigableSet<MetricPoint> kept = ends();
        for (MetricPoint point : stretch(0, 1).points()) {
            if (kept.size() < most) {
                kept.add(point);
            }
        }
        return List.copyOf(kept);
    }

    private NavigableSet<MetricPoint> ends() {
        NavigableSet<MetricPoint> ends = new TreeSet<>(MetricPoint.ORDER);
        if (first != null && last != null) {
            ends.add(first);
            ends.add(last);
        }
        return ends;
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

        Bucket() {}

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
            later.points().forEach(this::add);
        }

        /** The smallest, the largest and the first NaN, as far as there are any. */
        List<MetricPoint> points() {
            List<MetricPoint> points = new ArrayList<>(3);
            for (MetricPoint point : new MetricPoint[] {smallest, largest, nan}) {
                if (point != null) {
                    points.add(point);
                }
            }
            return points;
        }
    }
}
