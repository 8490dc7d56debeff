package dev.mlops.serving;

import dev.mlops.model.Classification;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version answers to a row.
 *
 * @param served who answered, or didn't where a constant stands in
 * @param arm under what
 * @param value the number of a regression; NaN of a classifier
 * @param label the label of a classifier; null of a regression
 * @param by what answered
 */
record Reply(
        Served<?> served,
        String arm,
        double value,
        @Nullable Classification label,
        By by) {

    /** What answered. */
    enum By {
        /** The arm that was chosen. */
        CHOSEN,
        /** Another arm in its place. */
        FALLBACK,
        /** A constant in the place of any arm. */
        CONSTANT
    }

    /** Asks the version that an arm has now. */
    static <R> Reply of(R row, Arm<R> arm) {
        return of(row, arm.name(), arm.served());
    }

    static <R> Reply of(R row, String arm, Served<R> served) {
        return of(row, arm, served, served.bound());
    }

    /** Asks a version in this way. */
    static <R> Reply of(R row, String arm, Served<R> served, Bound<R> bound) {
        return served.isRegression()
                ? new Reply(served, arm, bound.number(row), null, By.CHOSEN)
                : new Reply(served, arm, Double.NaN, bound.label(row), By.CHOSEN);
    }

    /** Asks a version for many rows at once; the answers are in their order. */
    static <R> List<Reply> all(List<R> rows, String arm, Served<R> served) {
        return all(rows, arm, served, served.bound());
    }

    /** Asks a version for many rows at once in this way. */
    static <R> List<Reply> all(List<R> rows, String arm, Served<R> served, Bound<R> bound) {
        return served.isRegression()
                ? Arrays.stream(bound.numbers(rows))
                        .mapToObj(value -> new Reply(served, arm, value, null, By.CHOSEN))
                        .toList()
                : bound.labels(rows).stream()
                        .map(label -> new Reply(served, arm, Double.NaN, label, By.CHOSEN))
                        .toList();
    }

    /** The constant of a regression. */
    static Reply constant(Served<?> instead, double value) {
        return new Reply(instead, "fallback", value, null, By.CONSTANT);
    }

    /** Who answered: no version where it is a constant. */
    Served.Source source() {
        Served.Source source = served.source();
        return by == By.CONSTANT ? new Served.Source(source.model(), 0, source.output()) : source;
    }

    /** The number of a regression; throws IllegalStateException of a classifier. */
    double number() {
        if (label != null) {
            throw new IllegalStateException(
                    "model '" + served.source().model() + "' is a classifier, expected a regression");
        }
        return value;
    }

    Reply as(String otherArm) {
        return new Reply(served, otherArm, value, label, by);
    }

    Reply asFallback() {
        return new Reply(served, arm, value, label, By.FALLBACK);
    }
}
