package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    private static final Dataset<Trip> TRIPS = Dataset.of(
            "trips",
            Trip.class,
            List.of(
                    new Trip(1, "a", 10, "short"),
                    new Trip(1, "a", 20, "short"),
                    new Trip(1, "b", 60, "long"),
                    new Trip(2, "a", 4, "short"),
                    new Trip(2, "a", 8, "short"),
                    new Trip(2, "a", 30, "short")));

    @Test
    void the_mean_is_answered_for_every_row() {
        Model mean = Baseline.mean("minutes").train(TRIPS);
        assertThat(mean.predict(TRIPS.rows().get(0))).isCloseTo(22, within(1e-12));
        assertThat(mean.predict(Map.of())).isCloseTo(22, within(1e-12));
        assertThat(mean.signature().inputs().fields()).isEmpty();
        assertThat(mean.isCompiled()).isTrue();
    }

    @Test
    void the_median_of_an_even_count_is_the_mean_of_the_middle_two() {
        assertThat(Baseline.median("minutes").train(TRIPS).predict(Map.of())).isEqualTo(15);
    }

    @Test
    void a_group_has_its_own_median_and_an_unseen_one_that_of_all() {
        Model median = Baseline.median("minutes").by("zone", "kind").train(TRIPS);
        assertThat(median.predict(Map.of("zone", 2, "kind", "a"))).isEqualTo(8);
        assertThat(median.predict(Map.of("zone", 1, "kind", "a"))).isEqualTo(15);
        assertThat(median.predict(Map.of("zone", 1, "kind", "b"))).isEqualTo(60);
        assertThat(median.predict(Map.of("zone", 2, "kind", "b"))).isEqualTo(15);
        assertThat(median.predict(new Trip(3, null, 0, ""))).isEqualTo(15);
    }

    @Test
    void a_group_may_have_its_own_mean_by_one_column() {
        Model mean = Baseline.mean("minutes").by("zone").train(TRIPS);
        assertThat(mean.predict(Map.of("zone", 1))).isCloseTo(30, within(1e-12));
        assertThat(mean.predict(Map.of("zone", 2))).isCloseTo(14, within(1e-12));
    }

    @Test
    void the_most_frequent_label_comes_with_the_shares_of_all() {
        Classification answer = Baseline.mostFrequent("speed").train(TRIPS).classify(Map.of());
        assertThat(answer.label()).isEqualTo("short");
        assertThat(answer.score("short")).isCloseTo(5.0 / 6, within(1e-12));
        assertThat(answer.score("long")).isCloseTo(1.0 / 6, within(1e-12));
    }

    @Test
    void baselines_are_saved_and_loaded_like_any_model(@TempDir Path directory) {
        for (Baseline baseline :
                List.of(Baseline.median("minutes"), Baseline.median("minutes").by("zone"))) {
            Model model = baseline.train(TRIPS);
            Path target = directory.resolve(baseline.toString().replaceAll("\\W", ""));
            model.save(target);
            Model loaded = Model.load(target);
            assertThat(loaded.predictAll(TRIPS.rows())).containsExactly(model.predictAll(TRIPS.rows()));
            assertThat(loaded.contentHash()).isEqualTo(model.contentHash());
            assertThat(loaded.estimator().getProvenance().getTrainerProvenance().getClassName())
                    .endsWith("StatisticTrainer");
        }
        Model prior = Baseline.mostFrequent("speed").train(TRIPS);
        prior.save(directory.resolve("prior"));
        assertThat(Model.load(directory.resolve("prior")).classify(Map.of())).isEqualTo(prior.classify(Map.of()));
    }

    @Test
    void a_label_has_no_groups() {
        assertThatThrownBy(() -> Baseline.mostFrequent("speed").by("zone")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_group_column_that_is_not_there_is_named() {
        assertThatThrownBy(() -> Baseline.mean("minutes").by("borough").train(TRIPS))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("borough");
    }

    @Test
    void no_rows_are_refused() {
        Dataset<Trip> none = Dataset.of("none", Trip.class, List.of());
        assertThatThrownBy(() -> Baseline.mean("minutes").train(none)).isInstanceOf(InvalidException.class);
    }

    /** A trip. */
    public record Trip(int zone, @Nullable String kind, double minutes, String speed) {}
}
