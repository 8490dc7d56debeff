package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.CHAMPION;
import static dev.mlops.registry.GateSamples.always;
import static dev.mlops.registry.GateSamples.champion;
import static dev.mlops.registry.GateSamples.constant;
import static dev.mlops.registry.GateSamples.verdict;
import static dev.mlops.registry.GateSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.model.Baseline;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Fill;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.registry.GateSamples.Mood;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureGateTest {
    private final ModelRegistry registry = GateSamples.registry();

    record Ride(Double miles, String zone, double minutes) {}

    record LongRide(long miles, int riders, double minutes) {}

    private static final Dataset<Ride> RIDES = Dataset.of(
            "rides", Ride.class, List.of(new Ride(1.0, "a", 3), new Ride(2.0, "b", 6), new Ride(3.0, "b", 9)));
    private static final Dataset<LongRide> LONG_RIDES =
            Dataset.of("long rides", LongRide.class, List.of(new LongRide(1, 1, 3), new LongRide(2, 2, 6)));

    private static Model of(Dataset<?> rows, Feature... features) {
        return Model.regression(Features.of(features).fit(rows), "minutes").train(new RidgeTrainer(1), rows);
    }

    private Verdict check(Model candidate, Model holder) {
        champion(registry, holder);
        return verdict(registry, version(registry, candidate), Gate.sameSignature());
    }

    @Test
    void the_first_holder_has_no_signature_to_keep_to() {
        assertThat(verdict(registry, version(registry, constant(1)), Gate.sameSignature())
                        .finding())
                .isEqualTo("no version has the alias 'champion' yet");
    }

    @Test
    void a_model_that_needs_fewer_inputs_stands_in_and_one_that_needs_more_does_not() {
        Model both = of(RIDES, Feature.number("miles"), Feature.category("zone"));
        Model one = of(RIDES, Feature.number("miles"));

        Verdict passed = check(one, both);
        assertThat(passed.passed()).isTrue();
        assertThat(passed.finding())
                .isEqualTo("it is (miles) -> minutes: a number, the holder's is (miles, zone) -> minutes: a number");
        assertThat(check(both, one).finding()).isEqualTo("input 'zone' is new");
    }

    @Test
    void an_input_that_may_be_missing_must_not_become_required() {
        Model strict = of(RIDES, Feature.number("miles"));
        Model tolerant = of(RIDES, Feature.number("miles").fill(Fill.mean()));

        assertThat(check(tolerant, strict).passed()).isTrue();
        assertThat(check(strict, tolerant))
                .hasToString("REFUSED: signature compatible with the holder's: input 'miles' must not be missing, the "
                        + "holder's may");
    }

    @Test
    void every_difference_is_listed() {
        Model holder = of(RIDES, Feature.number("miles"));
        Verdict verdict = check(of(LONG_RIDES, Feature.number("miles"), Feature.number("riders")), holder);

        assertThat(verdict.finding()).isEqualTo("input 'miles' is INT64, the holder's FLOAT64; input 'riders' is new");
        assertThat(verdict.figures()).containsEntry("differences", 2.0);
    }

    @Test
    void another_output_is_another_signature() {
        assertThat(check(always("calm"), constant(1)).finding())
                .isEqualTo("the output is a CLASSIFICATION, the holder's REGRESSION; the output is named 'mood', the "
                        + "holder's 'minutes'");
    }

    @Test
    void other_labels_are_another_signature() {
        Model fewer = Baseline.mostFrequent("mood")
                .train(Dataset.of("moods", Mood.class, List.of(new Mood(1, "a", "calm"), new Mood(2, "b", "glad"))));
        registry.alias(registry.register("mood", always("calm")), CHAMPION);

        assertThat(verdict(registry, registry.register("mood", fewer), Gate.sameSignature())
                        .finding())
                .isEqualTo("the labels are [calm, glad], the holder's [calm, glad, sad]");
    }
}
