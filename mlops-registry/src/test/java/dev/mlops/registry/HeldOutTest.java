package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.always;
import static dev.mlops.registry.GateSamples.constant;
import static dev.mlops.registry.GateSamples.ridge;
import static dev.mlops.registry.GateSamples.trips;
import static dev.mlops.registry.GateSamples.verdict;
import static dev.mlops.registry.GateSamples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Metric;
import dev.mlops.model.Baseline;
import dev.mlops.registry.GateSamples.Mood;
import dev.mlops.registry.GateSamples.Trip;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    private final ModelRegistry registry = GateSamples.registry();

    /** Errors of a model that answers 10: 1 each. */
    private final Dataset<Trip> nineOrEleven = trips(
            "march", List.of(new Trip(1, "a", 9), new Trip(1, "a", 11), new Trip(2, "b", 9), new Trip(2, "b", 11)));

    @Test
    void the_candidate_is_measured_whatever_is_recorded() {
        ModelVersion version = registry.registration("minutes")
                .model(constant(10))
                .metric("rmse", 0.001)
                .register();
        HeldOutMetric rmse = Gate.on(nineOrEleven).metric(Metric.RMSE);

        assertThat(verdict(registry, version, rmse.atMost(1)))
                .isEqualTo(
                        Verdict.passed("rmse on 'march' at most 1", "rmse is 1", Map.of("value", 1.0, "limit", 1.0)));
        assertThat(verdict(registry, version, rmse.below(1)))
                .isEqualTo(Verdict.refused(
                        "rmse on 'march' below 1", "rmse is 1, expected below 1", Map.of("value", 1.0, "limit", 1.0)));
        assertThat(verdict(registry, version, rmse.above(1)).passed()).isFalse();
        assertThat(verdict(registry, version, rmse.atLeast(1)).passed()).isTrue();
    }

    @Test
    void the_training_data_of_the_candidate_refuses() {
        Dataset<Trip> training = trips("january", 50, 1);
        ModelVersion version = version(registry, ridge(training));

        assertThat(verdict(
                        registry, version, Gate.on(training).metric(Metric.RMSE).atMost(100)))
                .isEqualTo(Verdict.refused(
                        "rmse on 'january' at most 100",
                        "version minutes/1 was trained on 'january' (" + training.contentHash()
                                + "), expected held-out data",
                        Map.of()));
    }

    @Test
    void a_metric_of_the_other_kind_refuses() {
        ModelVersion version = version(registry, constant(10));

        assertThat(verdict(
                        registry,
                        version,
                        Gate.on(nineOrEleven).metric(Metric.AUC).atLeast(0.5)))
                .satisfies(verdict -> assertThat(verdict.passed()).isFalse())
                .satisfies(verdict -> assertThat(verdict.finding())
                        .startsWith("the check threw java.lang.IllegalStateException: ")
                        .contains("auc"));
    }

    @Test
    void data_without_the_truth_refuses_and_names_the_column() {
        ModelVersion version = version(registry, constant(10));
        Dataset<Mood> moods = Dataset.of("moods", Mood.class, List.of(new Mood(1, "a", "calm")));

        assertThat(verdict(registry, version, Gate.on(moods).metric(Metric.RMSE).atMost(100))
                        .finding())
                .contains("minutes");
    }

    @Test
    void a_classifier_is_measured_too() {
        ModelVersion version = registry.register("mood", always("calm"));
        Dataset<Mood> moods = GateSamples.moods(3, 1);

        assertThat(verdict(
                        registry,
                        version,
                        Gate.on(moods).metric(Metric.ACCURACY).atLeast(0.75)))
                .hasToString("passed: accuracy on 'moods of march' at least 0.75: accuracy is 0.75");
        assertThat(verdict(
                        registry,
                        version,
                        Gate.on(moods).metric(Metric.ACCURACY).above(0.75)))
                .hasToString("REFUSED: accuracy on 'moods of march' above 0.75: accuracy is 0.75, expected above 0.75");
    }

    @Test
    void f1_is_about_the_label_that_the_caller_calls_positive() {
        Dataset<Mood> two = Dataset.of(
                "two", Mood.class, List.of(new Mood(1, "a", "bad"), new Mood(1, "a", "good"), new Mood(1, "b", "bad")));
        ModelVersion version =
                registry.register("mood", Baseline.mostFrequent("mood").train(two));
        Dataset<Mood> heldOut =
                Dataset.of("held out", Mood.class, List.copyOf(two.rows().subList(0, 2)));

        assertThat(verdict(registry, version, Gate.on(heldOut).metric(Metric.F1).above(0))
                        .finding())
                .isEqualTo("f1 is 0, expected above 0");
        assertThat(verdict(
                                registry,
                                version,
                                Gate.on(heldOut)
                                        .positive("bad")
                                        .metric(Metric.F1)
                                        .above(0))
                        .finding())
                .isEqualTo("f1 is 0.666667");
    }

    @Test
    void what_can_not_be_is_refused_when_the_gate_is_built() {
        HeldOut heldOut = Gate.on(nineOrEleven);
        HeldOutMetric rmse = heldOut.metric(Metric.RMSE);

        assertThatThrownBy(() -> heldOut.level(1)).hasMessage("level is 1.0, expected between 0 and 1, such as 0.95");
        assertThatThrownBy(() -> heldOut.clusteredBy("zoen"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("zone");
        assertThatThrownBy(() -> rmse.improvesBy(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rmse.notWorseBy(-0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rmse.slices("zoen", 1))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("zone");
        assertThatThrownBy(() -> rmse.slices("zone", 0)).hasMessage("minimum of rows is 0, expected at least 1");
    }
}
