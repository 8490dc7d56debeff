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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GoldenTest {
    private final ModelRegistry registry = GateSamples.registry();

    @Test
    void an_answer_at_the_tolerance_is_right() {
        Gate gate = Gate.golden(
                List.of(Golden.of("short", row(1, "a"), 9.5, 0.5), Golden.of("long", row(9, "a"), 10.5, 0.5)));

        assertThat(verdict(registry, version(registry, constant(10)), gate))
                .isEqualTo(Verdict.passed(
                        "2 golden examples answered right", "all are right", Map.of("examples", 2.0, "mistakes", 0.0)));
    }

    @Test
    void a_wrong_answer_is_named_with_what_was_expected() {
        Gate gate =
                Gate.golden(List.of(Golden.of("short", row(1, "a"), 10, 0.5), Golden.of("long", row(9, "a"), 27, 0.5)));

        assertThat(verdict(registry, version(registry, constant(10)), gate))
                .isEqualTo(Verdict.refused(
                        "2 golden examples answered right",
                        "1 of 2 wrong: 'long' is 10, expected 27 within 0.5",
                        Map.of("examples", 2.0, "mistakes", 1.0)));
    }

    @Test
    void a_wrong_label_is_named() {
        Gate gate = Gate.golden(
                List.of(Golden.of("monday", row(1, "a"), "calm"), Golden.of("friday", row(1, "a"), "glad")));

        assertThat(verdict(registry, registry.register("mood", always("calm")), gate))
                .hasToString(
                        "REFUSED: 2 golden examples answered right: 1 of 2 wrong: 'friday' is 'calm', expected 'glad'");
    }

    @Test
    void only_the_first_mistakes_are_named() {
        Gate gate = Gate.golden(IntStream.rangeClosed(1, 7)
                .mapToObj(i -> Golden.of("no. " + i, row(1, "a"), 0, 1))
                .toList());

        assertThat(verdict(registry, version(registry, constant(10)), gate).finding())
                .startsWith("7 of 7 wrong: 'no. 1' is 10, expected 0 within 1; ")
                .endsWith("; 'no. 5' is 10, expected 0 within 1; …");
    }

    @Test
    void an_input_that_the_model_refuses_is_a_mistake() {
        Map<String, Object> missing = new HashMap<>();
        missing.put("miles", null);
        Gate gate = Gate.golden(List.of(Golden.of("nothing", missing, 10, 1)));

        assertThat(verdict(registry, version(registry, ridge(trips("january", 50, 1))), gate)
                        .finding())
                .startsWith("1 of 1 wrong: 'nothing' threw dev.mlops.InvalidException: ")
                .contains("miles");
    }

    @Test
    void a_label_asked_of_a_regression_is_a_mistake() {
        Gate gate = Gate.golden(List.of(Golden.of("monday", row(1, "a"), "calm")));

        assertThat(verdict(registry, version(registry, constant(10)), gate).finding())
                .startsWith("1 of 1 wrong: 'monday' threw java.lang.IllegalStateException: ");
    }

    @Test
    void what_can_not_be_right_is_refused_when_it_is_built() {
        assertThatThrownBy(() -> Gate.golden(List.of())).hasMessage("there are 0 golden examples, expected at least 1");
        assertThatThrownBy(() -> Golden.of("far", row(1, "a"), Double.NaN, 1))
                .hasMessage("golden example 'far' expects NaN within 1.0, expected a finite number within 0 or more");
        assertThatThrownBy(() -> Golden.of("far", row(1, "a"), 1, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
