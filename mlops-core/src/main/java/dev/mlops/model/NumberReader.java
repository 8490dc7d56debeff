package dev.mlops.model;

import dev.mlops.data.internal.Accessor;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Source} from a row: raw value, or its fill, then the steps. Thread-safe; allocates nothing. */
final class NumberReader<T> {
    private final Accessor<T> accessor;
    private final double min;
    private final double max;
    private final Transform[] steps;
    private final @Nullable FillReader<T> fill;
    private final Tally tally;

    NumberReader(Source source, Accessor<T> accessor, @Nullable FillReader<T> fill, Tally tally) {
        this.accessor = accessor;
        this.min = source.min();
        this.max = source.max();
        this.steps = source.steps().toArray(new Transform[0]);
        this.fill = fill;
        this.tally = tally;
    }

    /** The value, or NaN where it is bad and can't be filled. */
    double value(T row) {
        double good = good(row);
        return Double.isNaN(good) ? filled(row) : good;
    }

    /** The value, or NaN where it is bad. */
    double good(T row) {
        double raw = raw(row);
        return raw >= min && raw <= max ? apply(raw) : Double.NaN;
    }

    boolean isMissing(T row) {
        return accessor.isNull(row);
    }

    /** The raw value; NaN where it is missing. */
    double raw(T row) {
        return accessor.isNull(row) ? Double.NaN : accessor.asDouble(row);
    }

    /** The raw value as one call, where it is never missing and no steps apply to it; else null. */
    @Nullable
    ToDoubleFunction<T> direct() {
        return steps.length == 0 ? accessor.primitiveDouble() : null;
    }

    private double filled(T row) {
        if (fill == null) {
            return Double.NaN;
        }
        tally.missing();
        return apply(fill.value(row));
    }

    private double apply(double raw) {
        double x = raw;
        for (Transform step : steps) {
            x = step.apply(x);
        }
        return Double.isFinite(x) ? x : Double.NaN;
    }
}
