package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.always;
import static dev.mlops.registry.GateSamples.champion;
import static dev.mlops.registry.GateSamples.constant;
import static dev.mlops.registry.GateSamples.ridge;
import static dev.mlops.registry.GateSamples.trips;
import static dev.mlops.registry.GateSamples.verdict;
import static dev.mlops.registry.GateSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Bootstrap;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.evaluation.Gain;
import dev.mlops.evaluation.Metric;
import dev.mlops.model.Baseline;
import dev.mlops.model.Model;
import dev.mlops.registry.GateSamples.Mood;
import dev.mlops.registry.GateSamples.Trip;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutGainTest {
    private final ModelRegistry registry = GateSamples.registry();
    private final Dataset<Trip> march = trips("march", 300, 2);

    @Test
    void a_better_model_replaces_a_worse_one_and_not_the_other_way() {
        Model better = ridge(trips("january", 200, 1));
        Model worse = constant(16);
        champion(registry, worse);
        Gate gate = Gate.on(march).metric(Metric.RMSE).improvesBy(0.01);

        Verdict passed = verdict(registry, version(registry, better), gate);

        Gain gain = gain(better, worse, Metric.RMSE);
        assertThat(passed.check()).isEqualTo("rmse on 'march' better than the holder's by 1 % at 95 %");
        assertThat(passed.passed()).isTrue();
        assertThat(passed.finding()).isEqualTo(words("rmse", gain, 300));
        assertThat(passed.figures())
                .containsEntry("value", gain.value())
                .containsEntry("holder", gain.baseline())
                .containsEntry("gain", gain.relative().estimate())
                .containsEntry("gain_low", gain.relative().low())
                .containsEntry("gain_high", gain.relative().high());

        Verdict refused = verdict(registry, version(registry, worse), gate); // better is the champion by now

        assertThat(refused.passed()).isFalse();
        assertThat(refused.finding())
                .isEqualTo(words("rmse", gain(worse, better, Metric.RMSE), 300)
                        + ", expected at least 1 % and a low end above 0 %");
    }

    private Gain gain(Model candidate, Model holder, Metric metric) {
        return Evaluation.of(candidate, march)
                .against(Evaluation.of(holder, march))
                .gain(metric);
    }

    @Test
    void a_gain_that_is_noise_is_refused_however_large_it_looks() {
        Dataset<Trip> noise = noise("march", 60, 3);
        Model first = byZone(noise("january", 60, 11));
        Model second = byZone(noise("february", 60, 12));
        boolean firstIsAhead = Evaluation.of(first, noise).rmse()
                < Evaluation.of(second, noise).rmse();
        champion(registry, firstIsAhead ? second : first);
        ModelVersion ahead = version(registry, firstIsAhead ? first : second);

        Verdict verdict =
                verdict(registry, ahead, Gate.on(noise).metric(Metric.RMSE).improvesBy(0.01));

        assertThat(verdict.figures().get("gain")).isGreaterThan(0.01);
        assertThat(verdict.figures().get("gain_low")).isNegative();
        assertThat(verdict.passed()).isFalse();
    }

    @Test
    void a_gain_that_is_sure_but_small_is_refused() {
        Dataset<Trip> far = trips(
                "far",
                List.of(IntStream.range(0, 100)
                        .mapToObj(i -> new Trip(1, "a", 100 + i % 2))
                        .toArray(Trip[]::new)));
        champion(registry, constant(50));
        ModelVersion version = version(registry, constant(50.1));

        Verdict verdict =
                verdict(registry, version, Gate.on(far).metric(Metric.MAE).improvesBy(0.01));

        assertThat(verdict.figures().get("gain_low")).isPositive();
        assertThat(verdict.finding()).endsWith(", expected at least 1 % and a low end above 0 %");
        assertThat(verdict(registry, version, Gate.on(far).metric(Metric.MAE).improvesBy(0.001))
                        .passed())
                .isTrue();
    }

    @Test
    void equal_models_are_not_worse_and_not_better() {
        Model model = ridge(trips("january", 200, 1));
        champion(registry, model);
        ModelVersion version = version(registry, model);
        HeldOutMetric rmse = Gate.on(march).metric(Metric.RMSE);

        assertThat(verdict(registry, version, rmse.improvesBy(0)).passed()).isFalse();
        assertThat(verdict(registry, version, rmse.notWorseBy(0.01)).passed()).isTrue();
    }

    @Test
    void few_rows_can_not_rule_out_that_a_model_is_worse() {
        Dataset<Trip> noise = noise("march", 60, 3);
        champion(registry, byZone(noise("january", 60, 11)));
        ModelVersion version = version(registry, byZone(noise("february", 60, 12)));

        Verdict verdict =
                verdict(registry, version, Gate.on(noise).metric(Metric.RMSE).notWorseBy(0.001));

        assertThat(verdict.check()).isEqualTo("rmse on 'march' not worse than the holder's by 0.1 % at 95 %");
        assertThat(verdict.finding()).endsWith(", expected a low end above -0.1 %");
        assertThat(verdict.figures().get("gain")).isPositive();
    }

    @Test
    void a_classifier_is_compared_by_what_it_lacks_to_1() {
        Dataset<Mood> moods = GateSamples.moods(150, 50);
        registry.alias(registry.register("mood", always("glad")), GateSamples.CHAMPION);
        ModelVersion version = registry.register("mood", always("calm"));

        Verdict verdict = verdict(
                registry, version, Gate.on(moods).metric(Metric.ACCURACY).improvesBy(0.5));

        assertThat(verdict.finding())
                .startsWith("accuracy is 0.75, the holder's is 0.25 on the same 200 rows, a gain of 66.67 % (");
        assertThat(verdict.passed()).isTrue();
    }

    @Test
    void clusters_level_and_resamples_widen_the_interval() {
        champion(registry, constant(16));
        ModelVersion version = version(registry, constant(15));
        HeldOut heldOut = Gate.on(march);

        double plain = low(version, heldOut);
        assertThat(low(version, heldOut.level(0.99))).isLessThan(plain);
        assertThat(low(version, heldOut.bootstrap(Bootstrap.DEFAULT.seed(5)))).isNotEqualTo(plain);
        assertThat(low(version, heldOut.clusteredBy("zone"))).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    private double low(ModelVersion version, HeldOut heldOut) {
        Verdict verdict = verdict(registry, version, heldOut.metric(Metric.RMSE).improvesBy(0.99));
        return verdict.figures().getOrDefault("gain_low", Double.NaN);
    }

    @Test
    void the_training_data_of_the_holder_refuses_too() {
        champion(registry, ridge(march));
        ModelVersion version = version(registry, constant(16));

        assertThat(verdict(registry, version, Gate.on(march).metric(Metric.RMSE).notWorseBy(0.9))
                        .finding())
                .startsWith("version minutes/1 was trained on 'march' (sha256:");
    }

    @Test
    void the_first_holder_has_nobody_to_beat() {
        assertThat(verdict(
                        registry,
                        version(registry, constant(16)),
                        Gate.on(march).metric(Metric.RMSE).improvesBy(0.5)))
                .hasToString("passed: rmse on 'march' better than the holder's by 50 % at 95 %: no version has the "
                        + "alias 'champion' yet");
    }

    private static String words(String metric, Gain gain, int rows) {
        return metric + " is " + Amounts.number(gain.value()) + ", the holder's is " + Amounts.number(gain.baseline())
                + " on the same " + rows + " rows, a gain of "
                + Amounts.percent(gain.relative().estimate()) + " ("
                + Amounts.percent(gain.relative().low()) + " to "
                + Amounts.percent(gain.relative().high()) + ")";
    }

    private static Dataset<Trip> noise(String name, int rows, long seed) {
        Random random = new Random(seed);
        return trips(
                name,
                IntStream.range(0, rows)
                        .mapToObj(i -> new Trip(1, "zone " + i % 6, random.nextGaussian()))
                        .toList());
    }

    private static Model byZone(Dataset<Trip> rows) {
        return Baseline.mean("minutes").by("zone").train(rows);
    }
}
