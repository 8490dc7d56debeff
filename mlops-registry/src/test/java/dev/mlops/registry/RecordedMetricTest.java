package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.CHAMPION;
import static dev.mlops.registry.GateSamples.constant;
import static dev.mlops.registry.GateSamples.measured;
import static dev.mlops.registry.GateSamples.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RecordedMetricTest {
    private final ModelRegistry registry = GateSamples.registry();

    @Nested
    class Limits {
        @Test
        void a_metric_at_the_limit_is_at_most_it_and_not_below_it() {
            ModelVersion version = measured(registry, "rmse", 8, "march");

            assertThat(verdict(registry, version, Gate.metric("rmse").atMost(8)))
                    .isEqualTo(Verdict.passed("rmse at most 8", "rmse is 8", Map.of("value", 8.0, "limit", 8.0)));
            assertThat(verdict(registry, version, Gate.metric("rmse").below(8)))
                    .isEqualTo(Verdict.refused(
                            "rmse below 8", "rmse is 8, expected below 8", Map.of("value", 8.0, "limit", 8.0)));
        }

        @Test
        void a_metric_at_the_limit_is_at_least_it_and_not_above_it() {
            ModelVersion version = measured(registry, "r2", 0.75, "march");

            assertThat(verdict(registry, version, Gate.metric("r2").atLeast(0.75)))
                    .hasToString("passed: r2 at least 0.75: r2 is 0.75");
            assertThat(verdict(registry, version, Gate.metric("r2").above(0.75)))
                    .hasToString("REFUSED: r2 above 0.75: r2 is 0.75, expected above 0.75");
        }

        @Test
        void a_refusal_shows_as_many_digits_as_it_takes() {
            ModelVersion version = measured(registry, "rmse", 8.00000001, "march");

            assertThat(verdict(registry, version, Gate.metric("rmse").atMost(8)).finding())
                    .isEqualTo("rmse is 8.00000001, expected at most 8");
        }

        @Test
        void a_metric_may_be_named_like_a_figure_of_the_verdict() {
            registry.alias(measured(registry, "gain", 1, "march"), CHAMPION);
            ModelVersion version = measured(registry, "gain", 3, "march");

            assertThat(verdict(
                                    registry,
                                    version,
                                    Gate.metric("gain").higherIsBetter().improvesBy(0.5))
                            .figures())
                    .isEqualTo(Map.of("value", 3.0, "holder", 1.0, "gain", 2.0, "required", 0.5));
        }

        @Test
        void a_missing_metric_refuses_and_names_what_is_there() {
            ModelVersion version = measured(registry, "mae", 1, "march");

            assertThat(verdict(registry, version, Gate.metric("rmse").atMost(8)))
                    .hasToString("REFUSED: rmse at most 8: version minutes/1 has no metric 'rmse', it has [mae]");
        }

        @Test
        void what_is_not_a_finite_number_refuses() {
            ModelVersion nan = measured(registry, "rmse", Double.NaN, "march");
            ModelVersion infinite = measured(registry, "r2", Double.POSITIVE_INFINITY, "march");

            assertThat(verdict(registry, nan, Gate.metric("rmse").atMost(8)))
                    .hasToString("REFUSED: rmse at most 8: rmse is NaN, expected a finite number");
            assertThat(verdict(registry, infinite, Gate.metric("r2").atLeast(0.5)))
                    .hasToString("REFUSED: r2 at least 0.5: r2 is Infinity, expected a finite number");
        }

        @Test
        void a_limit_is_a_number() {
            RecordedMetric rmse = Gate.metric("rmse");

            assertThatThrownBy(() -> rmse.atMost(Double.NaN))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("limit is NaN, expected a number");
        }
    }

    @Nested
    class Improvement {
        @Test
        void the_first_holder_has_nobody_to_beat() {
            ModelVersion version = measured(registry, "rmse", 8, "march");

            assertThat(verdict(registry, version, Gate.metric("rmse").improvesBy(0.01)))
                    .hasToString(
                            "passed: rmse better than the holder's by 1 %: no version has the alias 'champion' yet");
        }

        @Test
        void a_loss_improves_when_it_falls_by_the_share() {
            registry.alias(measured(registry, "rmse", 5, "march"), CHAMPION);
            ModelVersion worse = measured(registry, "rmse", 4.96, "march");
            ModelVersion better = measured(registry, "rmse", 4.95, "march");

            assertThat(verdict(registry, worse, Gate.metric("rmse").improvesBy(0.01))
                            .finding())
                    .isEqualTo("rmse is 4.96, that of version minutes/1 is 5, a gain of 0.8 %, expected at least 1 %");
            Verdict passed = verdict(registry, better, Gate.metric("rmse").improvesBy(0.01));
            assertThat(passed.passed()).isTrue();
            assertThat(passed.finding()).isEqualTo("rmse is 4.95, that of version minutes/1 is 5, a gain of 1 %");
            assertThat(passed.figures()).containsEntry("value", 4.95).containsEntry("holder", 5.0);
        }

        @Test
        void a_score_improves_by_a_share_of_what_it_lacks_to_1() {
            registry.alias(measured(registry, "val_accuracy", 0.90, "march"), CHAMPION);
            ModelVersion version = measured(registry, "val_accuracy", 0.91, "march");

            assertThat(verdict(registry, version, Gate.metric("val_accuracy").improvesBy(0.11))
                            .finding())
                    .isEqualTo("val_accuracy is 0.91, that of version minutes/1 is 0.9, a gain of 10 %, "
                            + "expected at least 11 %");
            assertThat(verdict(registry, version, Gate.metric("val_accuracy").improvesBy(0.1))
                            .passed())
                    .isTrue();
        }

        @Test
        void the_caller_says_which_way_an_unknown_metric_is_better() {
            registry.alias(measured(registry, "revenue", 200, "march"), CHAMPION);
            ModelVersion version = measured(registry, "revenue", 230, "march");

            assertThat(verdict(
                                    registry,
                                    version,
                                    Gate.metric("revenue").lowerIsBetter().improvesBy(0.1))
                            .finding())
                    .isEqualTo(
                            "revenue is 230, that of version minutes/1 is 200, a gain of -15 %, expected at least 10 %");
            assertThat(verdict(
                                    registry,
                                    version,
                                    Gate.metric("revenue").higherIsBetter().improvesBy(0.1))
                            .passed())
                    .isTrue();
        }

        @Test
        void an_unknown_direction_is_refused_when_the_gate_is_built() {
            RecordedMetric revenue = Gate.metric("revenue");

            assertThatThrownBy(() -> revenue.improvesBy(0.1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("metric 'revenue' isn't known to be better when lower or when higher, expected "
                            + "lowerIsBetter() or higherIsBetter()");
            RecordedMetric negated = Gate.metric("neg_log_loss");
            assertThatThrownBy(() -> negated.improvesBy(0.1)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void a_known_direction_can_not_be_turned() {
            RecordedMetric rmse = Gate.metric("test.rmse");

            assertThatThrownBy(rmse::higherIsBetter)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("metric 'test.rmse' is better when lower, not higher");
            assertThat(rmse.lowerIsBetter().improvesBy(0.1)).isNotNull();
        }

        @Test
        void a_share_is_not_a_percentage() {
            RecordedMetric rmse = Gate.metric("rmse");

            assertThatThrownBy(() -> rmse.improvesBy(5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("share is 5.0, expected from 0 to below 1, such as 0.01 for one percent");
        }

        @Test
        void metrics_of_different_data_are_not_compared_unless_that_is_asked_for() {
            registry.alias(measured(registry, "rmse", 10, "february"), CHAMPION);
            ModelVersion version = measured(registry, "rmse", 5, "march");

            assertThat(verdict(registry, version, Gate.metric("rmse").improvesBy(0.1)))
                    .hasToString(
                            "REFUSED: rmse better than the holder's by 10 %: rmse of version minutes/2 was measured on "
                                    + "'march' (march), that of version minutes/1 on 'february' (february), expected the same data "
                                    + "for both");
            assertThat(verdict(
                                    registry,
                                    version,
                                    Gate.metric("rmse").whateverData().improvesBy(0.1))
                            .passed())
                    .isTrue();
        }

        @Test
        void metrics_of_unknown_data_are_not_compared() {
            ModelVersion holder = registry.alias(unknown(10), CHAMPION);
            ModelVersion version = measured(registry, "rmse", 5, "march");
            Gate gate = Gate.metric("rmse").improvesBy(0.1);

            assertThat(verdict(registry, version, gate).finding())
                    .isEqualTo("rmse of version minutes/2 was measured on 'march' (march), that of " + holder
                            + " on unknown data, expected the same data for both");
            assertThat(verdict(registry, unknown(5), gate).finding())
                    .isEqualTo("rmse of version minutes/3 was measured on unknown data, that of " + holder
                            + " on unknown data, expected the same data for both");
        }

        private ModelVersion unknown(double rmse) {
            return registry.registration("minutes")
                    .model(constant(1))
                    .metric("rmse", rmse)
                    .register();
        }

        @Test
        void a_holder_without_the_metric_or_with_nan_refuses_by_name() {
            ModelVersion version = measured(registry, "rmse", 5, "march");
            registry.alias(measured(registry, "mae", 10, "march"), CHAMPION);
            Gate gate = Gate.metric("rmse").improvesBy(0.1);

            assertThat(verdict(registry, version, gate).finding())
                    .isEqualTo("version minutes/2 has no metric 'rmse', it has [mae]");
            registry.alias(measured(registry, "rmse", Double.NaN, "march"), CHAMPION);
            assertThat(verdict(registry, version, gate).finding())
                    .isEqualTo("rmse of version minutes/3 is NaN, expected a finite number");
        }

        @Test
        void a_score_beyond_perfection_is_not_taken_for_a_share() {
            registry.alias(measured(registry, "accuracy", 85, "march"), CHAMPION);
            ModelVersion worse = measured(registry, "accuracy", 84, "march");

            assertThat(verdict(registry, worse, Gate.metric("accuracy").improvesBy(0.01))
                            .finding())
                    .isEqualTo("accuracy of version minutes/2 is 84, expected at most 1");
        }
    }
}
