package dev.mlops.evaluation;

import java.util.Locale;

/**
 * A figure with its confidence interval.
 *
 * @param estimate the figure on the rows as they are
 * @param low the lower end; the least value that the figure can take, or minus infinity, where the rows tell nothing
 * @param high the upper end; the greatest value that the figure can take, or infinity, where the rows tell nothing
 * @param level the nominal coverage, such as 0.95
 */
public record Interval(double estimate, double low, double high, double level) {

    /** Whether {@code value} lies in the interval, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** How wide the interval is, in the unit of the figure. */
    public double width() {
        return high - low;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s (%s to %s at %s)",
                Text.number(estimate),
                Text.number(low),
                Text.number(high),
                Text.percent(level));
    }
}
