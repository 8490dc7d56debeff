package dev.mlops.serving;

import dev.mlops.model.Classification;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version answers to a row.
 *
 * @param served who answered
 * @param arm under what
 * @param value the number of a regression; NaN of a classifier
 * @param label the label of a classifier; null of a regression
 */
record Reply(
        Served<?> served,
        String arm,
        double value,
        @Nullable Classification label) {

    /** Asks the version that an arm has now. */
    static <R> Reply of(R row, Arm<R> arm) {
        return of(row, arm.name(), arm.served());
    }

    static <R> Reply of(R row, String arm, Served<R> served) {
        return served.isRegression()
                ? new Reply(served, arm, served.bound().number(row), null)
                : new Reply(served, arm, Double.NaN, served.bound().label(row));
    }

    /** Asks a version for many rows at once; the answers are in their order. */
    static <R> List<Reply> all(List<R> rows, String arm, Served<R> served) {
        return served.isRegression()
                ? Arrays.stream(served.bound().numbers(rows))
                        .mapToObj(value -> new Reply(served, arm, value, null))
                        .toList()
                : served.bound().labels(rows).stream()
                        .map(label -> new Reply(served, arm, Double.NaN, label))
                        .toList();
    }
}
