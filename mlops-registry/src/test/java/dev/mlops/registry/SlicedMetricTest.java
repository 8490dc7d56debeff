package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.always;
import static dev.mlops.registry.GateSamples.champion;
import static dev.mlops.registry.GateSamples.constant;
import static dev.mlops.registry.GateSamples.trips;
import static dev.mlops.registry.GateSamples.verdict;
import static dev.mlops.registry.GateSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Metric;
import dev.mlops.registry.GateSamples.Mood;
import dev.mlops.registry.GateSamples.Trip;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlicedMetricTest {
    private final ModelRegistry registry = GateSamples.registry();
    private final SlicedMetric inZones = inZones(2);

    /** A model that answers 10 is off by 1 in a, by 3 in b and by 30 in c, where there is one row only. */
    private SlicedMetric inZones(int minimumRows) {
        List<Trip> rows = new ArrayList<>(Collections.nCopies(4, new Trip(1, "a", 11)));
        rows.addAll(Collections.nCopies(2, new Trip(2, "b", 13)));
        rows.add(new Trip(3, "c", 40));
        return Gate.on(trips("march", rows)).metric(Metric.RMSE).slices("zone", minimumRows);
    }

    @Test
    void a_slice_at_the_limit_passes_and_small_ones_are_counted() {
        assertThat(verdict(registry, version(registry, constant(10)), inZones.noneWorseThan(3)))
                .isEqualTo(Verdict.passed(
                        "rmse on 'march' in each zone of 2 rows or more at most 3",
                        "the worst of 2 slices is 'b' with 3 on 2 rows; 1 slice passed over",
                        Map.of("limit", 3.0, "slices", 2.0, "passed_over", 1.0, "worse", 0.0, "worst", 3.0)));
    }

    @Test
    void a_slice_beyond_the_limit_is_named() {
        assertThat(verdict(registry, version(registry, constant(10)), inZones.noneWorseThan(2.5)))
                .isEqualTo(Verdict.refused(
                        "rmse on 'march' in each zone of 2 rows or more at most 2.5",
                        "1 of 2 slices worse: 'b' with 3 on 2 rows; 1 slice passed over",
                        Map.of("limit", 2.5, "slices", 2.0, "passed_over", 1.0, "worse", 1.0, "worst", 3.0)));
    }

    @Test
    void the_worst_slices_come_first() {
        assertThat(verdict(registry, version(registry, constant(10)), inZones(1).noneWorseThan(0.5))
                        .finding())
                .isEqualTo("3 of 3 slices worse: 'c' with 30 on 1 row, 'b' with 3 on 2 rows, 'a' with 1 on 4 rows");
    }

    @Test
    void a_check_that_judges_no_slice_refuses() {
        assertThat(verdict(registry, version(registry, constant(10)), inZones(5).noneWorseThan(100)))
                .hasToString(
                        "REFUSED: rmse on 'march' in each zone of 5 rows or more at most 100: no slice could be judged, "
                                + "expected at least one; 3 slices passed over");
    }

    @Test
    void a_slice_that_got_worse_is_named_though_the_whole_got_better() {
        champion(registry, constant(10));
        ModelVersion version = version(registry, constant(12)); // off by 1 in a as before, by 1 instead of 3 in b

        assertThat(verdict(registry, version, inZones.noneWorseBy(0)))
                .hasToString(
                        "passed: rmse on 'march' in each zone of 2 rows or more not worse than the holder's by more than "
                                + "0 %: the worst of 2 slices is 'a' with 1 after 1 on 4 rows; 1 slice passed over");
    }

    @Test
    void a_slice_may_be_worse_by_the_share_but_not_by_more() {
        champion(registry, constant(10));
        ModelVersion version = version(registry, constant(9.5)); // 1.5 after 1 in a, 3.5 after 3 in b

        assertThat(verdict(registry, version, inZones.noneWorseBy(0.2)).finding())
                .isEqualTo("1 of 2 slices worse: 'a' with 1.5 after 1 on 4 rows; 1 slice passed over");
        Verdict passed = verdict(registry, version, inZones.noneWorseBy(0.5));
        assertThat(passed.passed()).isTrue();
        assertThat(passed.figures()).containsEntry("worst", -0.5).containsEntry("limit", -0.5);
    }

    @Test
    void a_score_must_not_fall_below_the_limit_in_a_slice() {
        Dataset<Mood> moods = Dataset.of(
                "moods of march",
                Mood.class,
                List.of(
                        new Mood(1, "a", "calm"),
                        new Mood(2, "a", "glad"),
                        new Mood(3, "b", "calm"),
                        new Mood(4, "b", "calm")));
        SlicedMetric accuracy = Gate.on(moods).metric(Metric.ACCURACY).slices("zone", 1);
        ModelVersion version = registry.register("mood", always("calm"));

        assertThat(verdict(registry, version, accuracy.noneWorseThan(0.6)).finding())
                .isEqualTo("1 of 2 slices worse: 'a' with 0.5 on 2 rows");
        assertThat(verdict(registry, version, accuracy.noneWorseThan(0.5)).passed())
                .isTrue();
    }

    @Test
    void slices_on_which_the_metric_is_not_defined_are_passed_over() {
        SlicedMetric r2 = Gate.on(
                        trips("march", List.of(new Trip(1, "a", 9), new Trip(1, "a", 11), new Trip(1, "b", 7))))
                .metric(Metric.R2)
                .slices("zone", 1);

        assertThat(verdict(registry, version(registry, constant(10)), r2.noneWorseThan(0))
                        .finding())
                .isEqualTo("the worst of 1 slice is 'a' with 0 on 2 rows; 1 slice passed over");
    }
}
