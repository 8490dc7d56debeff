package dev.mlops.registry;

import dev.mlops.data.Dataset;
import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Checks how fast a model is, by doing what is asked about. */
final class Speed {
    private static final int WARM_UP_CALLS = 5_000;
    private static final Duration WARM_UP_TIME = Duration.ofSeconds(1);
    private static final int CALLS = 5_000;
    private static final Duration CALLS_TIME = Duration.ofSeconds(4);
    private static final int LOADS = 5;
    private static final Duration LOADS_TIME = Duration.ofSeconds(10);
    private static final double MOST = 0.99;
    private static final double MEDIAN = 0.5;

    private final Duration limit;
    private final Stopwatch stopwatch;

    Speed(Duration limit, Stopwatch stopwatch) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit is " + limit + ", expected more than zero");
        }
        this.limit = limit;
        this.stopwatch = stopwatch;
    }

    Gate predicting(@Nullable Dataset<?> rows) {
        if (rows != null && rows.size() == 0) {
            throw new IllegalArgumentException("dataset '" + rows.name() + "' has 0 rows, expected at least 1");
        }
        String check = "a prediction within " + Amounts.time(limit);
        return Gate.of(check, candidate -> {
            Optional<IntConsumer> call =
                    rows == null ? onExample(candidate) : Optional.of(onRows(candidate.model(), rows));
            return call.map(each -> predicting(check, each))
                    .orElseGet(() -> Verdict.refused(
                            check,
                            candidate.version() + " has no input example, expected one, or rows to predict",
                            Map.of()));
        });
    }

    private Verdict predicting(String check, IntConsumer call) {
        stopwatch.measure(WARM_UP_CALLS, WARM_UP_TIME, call);
        return verdict(check, "99 %% of %s take up to %s", "call", stopwatch.measure(CALLS, CALLS_TIME, call), MOST);
    }

    private static Optional<IntConsumer> onExample(Candidate candidate) {
        Model model = candidate.model();
        return candidate
                .version()
                .example()
                .map(example -> isRegression(model) ? i -> model.predict(example) : i -> model.classify(example));
    }

    private static IntConsumer onRows(Model model, Dataset<?> rows) {
        List<? extends Record> each = rows.rows();
        return isRegression(model)
                ? i -> model.predict(each.get(i % each.size()))
                : i -> model.classify(each.get(i % each.size()));
    }

    private static boolean isRegression(Model model) {
        return model.signature().output().kind() == Signature.Kind.REGRESSION;
    }

    Gate loading() {
        String check = "loaded within " + Amounts.time(limit);
        return Gate.of(check, candidate -> {
            long[] taken = stopwatch.measure(
                    LOADS, LOADS_TIME, i -> candidate.version().read());
            return verdict(check, "half of %s take up to %s", "load", taken, MEDIAN);
        });
    }

    private Verdict verdict(String check, String words, String noun, long[] taken, double share) {
        Duration most = Stopwatch.quantile(taken, share);
        boolean passed = most.compareTo(limit) <= 0;
        String found = words.formatted(Amounts.count(taken.length, noun), Amounts.time(most));
        Map<String, Double> figures = new HashMap<>();
        figures.put(share == MEDIAN ? "p50_ms" : "p99_ms", Amounts.millis(most));
        figures.put("limit_ms", Amounts.millis(limit));
        figures.put(noun + "s", (double) taken.length);
        return Verdict.of(check, passed, passed ? found : found + ", expected " + Amounts.time(limit), figures);
    }
}
