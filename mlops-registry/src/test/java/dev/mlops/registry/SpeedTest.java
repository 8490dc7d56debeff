package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.always;
import static dev.mlops.registry.GateSamples.constant;
import static dev.mlops.registry.GateSamples.ridge;
import static dev.mlops.registry.GateSamples.row;
import static dev.mlops.registry.GateSamples.trips;
import static dev.mlops.registry.GateSamples.verdict;
import static dev.mlops.registry.GateSamples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.data.Dataset;
import dev.mlops.registry.GateSamples.Mood;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SpeedTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration NO_TIME = Duration.ofNanos(1);

    private final ModelRegistry registry = GateSamples.registry();
    private final AtomicLong now = new AtomicLong();

    /** Each look at the clock takes it a millisecond further, so that whatever is measured takes one. */
    private final Stopwatch millisecond = new Stopwatch(() -> now.getAndAdd(1_000_000));

    @Test
    void a_prediction_within_the_limit_passes_with_what_it_took() {
        ModelVersion version = example();

        assertThat(verdict(registry, version, new Speed(Duration.ofMillis(1), millisecond).predicting(null)))
                .isEqualTo(Verdict.passed(
                        "a prediction within 1 ms",
                        "99 % of 4,000 calls take up to 1 ms",
                        Map.of("p99_ms", 1.0, "limit_ms", 1.0, "calls", 4_000.0)));
    }

    @Test
    void a_prediction_beyond_the_limit_refuses_with_what_it_took() {
        ModelVersion version = example();

        assertThat(verdict(registry, version, new Speed(Duration.ofNanos(500_000), millisecond).predicting(null)))
                .isEqualTo(Verdict.refused(
                        "a prediction within 0.5 ms",
                        "99 % of 4,000 calls take up to 1 ms, expected 0.5 ms",
                        Map.of("p99_ms", 1.0, "limit_ms", 0.5, "calls", 4_000.0)));
    }

    private ModelVersion example() {
        return registry.registration("minutes")
                .model(ridge(trips("january", 50, 1)))
                .example(row(3, "a"))
                .register();
    }

    @Test
    void real_predictions_are_measured() {
        Verdict fast = verdict(registry, example(), Gate.predictsWithin(LONG));
        Verdict slow = verdict(registry, example(), Gate.predictsWithin(NO_TIME));

        assertThat(fast.passed()).isTrue();
        assertThat(fast.figures().get("p99_ms")).isPositive();
        assertThat(slow.passed()).isFalse();
    }

    @Test
    void rows_take_the_place_of_an_example() {
        ModelVersion version = version(registry, ridge(trips("january", 50, 1)));
        ModelVersion classifier = registry.register("mood", always("calm"));
        Dataset<Mood> moods = Dataset.of("moods", Mood.class, List.of(new Mood(1, "a", "calm")));

        assertThat(verdict(registry, version, Gate.predictsWithin(LONG)))
                .hasToString(
                        "REFUSED: a prediction within 60000 ms: version minutes/1 has no input example, expected one, or "
                                + "rows to predict");
        assertThat(verdict(registry, version, Gate.predictsWithin(LONG, trips("march", 7, 2)))
                        .passed())
                .isTrue();
        assertThat(verdict(registry, classifier, Gate.predictsWithin(LONG, moods))
                        .passed())
                .isTrue();
    }

    @Test
    void a_model_that_can_not_predict_the_rows_refuses() {
        ModelVersion version = version(registry, ridge(trips("january", 50, 1)));

        assertThat(verdict(
                                registry,
                                version,
                                Gate.predictsWithin(LONG, Dataset.of("others", Other.class, List.of(new Other(1)))))
                        .finding())
                .startsWith("the check threw dev.mlops.InvalidException: ")
                .contains("miles");
    }

    record Other(int riders) {}

    @Test
    void loading_is_measured_past_the_models_in_memory() {
        ModelVersion version = version(registry, constant(1));

        assertThat(verdict(registry, version, new Speed(Duration.ofMillis(1), millisecond).loading()))
                .hasToString("passed: loaded within 1 ms: half of 5 loads take up to 1 ms");
        assertThat(verdict(registry, version, Gate.loadsWithin(LONG)).passed()).isTrue();
        assertThat(verdict(registry, version, Gate.loadsWithin(NO_TIME)).passed())
                .isFalse();
        assertThat(version.load()).isNotNull(); // is in memory now
        version.files().removeAll();
        assertThat(verdict(registry, version, Gate.loadsWithin(LONG)).finding())
                .startsWith("the check threw dev.mlops.NotFoundException: ");
    }

    @Test
    void the_size_is_that_of_the_model_files() {
        ModelVersion version = version(registry, constant(1));
        long bytes = constant(1).files().values().stream()
                .mapToLong(file -> file.length)
                .sum();
        long size = version.files().modelBytes();

        assertThat(size).isBetween(bytes - 100, bytes + 100); // the two were trained at different moments
        assertThat(verdict(registry, version, Gate.modelSizeAtMost(size)))
                .isEqualTo(Verdict.passed(
                        "model of at most " + Amounts.count(size) + " bytes",
                        "it has " + Amounts.count(size) + " bytes",
                        Map.of("bytes", (double) size, "limit", (double) size)));
        assertThat(verdict(registry, version, Gate.modelSizeAtMost(1)).finding())
                .isEqualTo("it has " + Amounts.count(size) + " bytes, expected at most 1");
    }

    @Test
    void limits_are_above_zero() {
        assertThatThrownBy(() -> Gate.predictsWithin(Duration.ZERO))
                .hasMessage("limit is PT0S, expected more than zero");
        assertThatThrownBy(() -> Gate.loadsWithin(Duration.ofMillis(-1)))
                .hasMessage("limit is PT-0.001S, expected more than zero");
        assertThatThrownBy(() -> Gate.modelSizeAtMost(0)).hasMessage("limit is 0 bytes, expected at least 1");
        assertThatThrownBy(() -> Gate.predictsWithin(LONG, trips("none", List.of())))
                .hasMessage("dataset 'none' has 0 rows, expected at least 1");
    }

    @Test
    void a_stopwatch_ends_when_its_time_is_over_but_does_it_once() {
        assertThat(millisecond.measure(10, Duration.ofMillis(3), i -> {})).hasSize(3);
        assertThat(millisecond.measure(10, Duration.ofSeconds(1), i -> now.addAndGet(i * 1_000_000L)))
                .containsExactly(
                        1_000_000,
                        2_000_000,
                        3_000_000,
                        4_000_000,
                        5_000_000,
                        6_000_000,
                        7_000_000,
                        8_000_000,
                        9_000_000,
                        10_000_000);
        assertThat(millisecond.measure(10, Duration.ofNanos(1), i -> {})).hasSize(1);
    }

    @Test
    void a_quantile_is_the_nearest_rank() {
        long[] ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

        assertThat(Stopwatch.quantile(ten, 0.99)).isEqualTo(Duration.ofNanos(10));
        assertThat(Stopwatch.quantile(ten, 0.5)).isEqualTo(Duration.ofNanos(5));
        assertThat(Stopwatch.quantile(new long[] {7}, 0.5)).isEqualTo(Duration.ofNanos(7));
    }
}
