package dev.mlops.tracking;

import dev.mlops.storage.spi.MetricPoint;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn of a history, collected while it streams by. What is finite is sampled apart from what isn't, which is drawn
 * as a gap: else an infinite value would take the place of the largest that can be drawn. The last point stays.
 */
final class Curve implements Consumer<MetricPoint> {
    private static final int MOST_GAPS = 24;

    private final Sample finite;
    private final Sample odd = new Sample(MOST_GAPS);
    private @Nullable MetricPoint last;
    private long count;
    private long drawable;

    /** Of about {@code most} points. */
    Curve(int most) {
        finite = new Sample(most);
    }

    @Override
    public void accept(MetricPoint point) {
        if (Double.isFinite(point.value())) {
            finite.add(point);
            drawable++;
        } else {
            odd.add(point);
        }
        last = point;
        count++;
    }

    /** How many points there were. */
    long count() {
        return count;
    }

    /** How many of them are finite. */
    long drawable() {
        return drawable;
    }

    /** Those that stay, about {@code most}, in {@link MetricPoint#ORDER}. */
    List<MetricPoint> points(int most) {
        Sample fewer = new Sample(most);
        finite.points().forEach(fewer::add);
        TreeSet<MetricPoint> points = new TreeSet<>(MetricPoint.ORDER);
        points.addAll(fewer.points());
        points.addAll(odd.points());
        if (last != null) {
            points.add(last);
        }
        return List.copyOf(points);
    }
}
