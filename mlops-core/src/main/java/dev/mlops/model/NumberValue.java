package dev.mlops.model;

import dev.mlops.InvalidException;
import java.util.function.ToDoubleFunction;

/** The value of a {@link NumberFeature} in a row, as it goes into a column. Thread-safe; allocates nothing. */
final class NumberValue<T> {
    private final NumberFeature feature;
    private final NumberReader<T> reader;
    private final boolean flag;
    private final double mean;
    private final double factor;

    NumberValue(NumberFeature feature, Fitted.Numeric fitted, NumberReader<T> reader) {
        this.feature = feature;
        this.reader = reader;
        this.flag = feature.isFlag();
        this.mean = fitted.mean();
        this.factor = feature.scale() / fitted.deviation();
    }

    double of(T row) {
        return ((flag ? flag(row) : number(row)) - mean) * factor;
    }

    /** The value times a weight, by {@code general} or faster. */
    LinearTerm<T> term(double weight, LinearTerm<T> general) {
        ToDoubleFunction<T> direct = flag ? null : reader.direct();
        Source source = feature.source();
        return direct == null
                ? general
                : new LinearTerm.Plain<>(direct, source.min(), source.max(), mean, factor, weight, general);
    }

    private double flag(T row) {
        return Double.isNaN(reader.good(row)) ? 1 : 0;
    }

    private double number(T row) {
        double value = reader.value(row);
        if (Double.isNaN(value)) {
            throw bad(row);
        }
        return value;
    }

    private InvalidException bad(T row) {
        Source source = feature.source();
        double raw = reader.raw(row);
        return new InvalidException("feature " + feature.name() + ": column '" + source.column() + "' is "
                + (reader.isMissing(row) ? "missing" : String.valueOf(raw)) + ": " + source.rule(raw)
                + (source.fill() != null
                        ? ", and its fill has no finite " + source.name() + " either"
                        : ", or a fill must be declared"));
    }
}
