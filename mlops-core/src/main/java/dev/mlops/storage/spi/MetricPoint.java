package dev.mlops.storage.spi;

import java.time.Instant;
import java.util.Comparator;

/**
 * One measurement of a run.
 *
 * @param key up to 250 characters, one line, not blank
 * @param value any double; NaN and the infinities are values like others, and -0.0 is recorded as 0.0
 * @param step which step of training it belongs to, any number; 0 where steps mean nothing
 * @param time when it was measured, cut to milliseconds
 */
public record MetricPoint(String key, double value, long step, Instant time) {
    /**
     * The order of a history, in which the last point is the latest value of its key: by step, then time, then value,
     * NaN above all numbers.
     */
    public static final Comparator<MetricPoint> ORDER = Comparator.comparingLong(MetricPoint::step)
            .thenComparing(MetricPoint::time)
            .thenComparingDouble(MetricPoint::value);

    /**
     * Checks the key.
     *
     * @throws dev.mlops.InvalidException if it breaks the rule above
     */
    public MetricPoint {
        Rules.key("metric key", key);
        value = value == 0 ? 0.0 : value;
        time = Rules.time(time);
    }
}
