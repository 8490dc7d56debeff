package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers, and what is made of a missing or a bad one. */
class NumberFeaturesTest {
    private static final NumberFeature DISTANCE = Feature.number("distance");

    @Test
    void steps_apply_as_called_and_name_the_column() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.of(1, 1, 1.0)),
                DISTANCE.log1p(),
                DISTANCE.sqrt(),
                DISTANCE.above(2),
                DISTANCE.atMost(2.5),
                DISTANCE.sqrt().above(1).scale(10));

        assertThat(vectorizer.transform(Ride.of(1, 1, 9.0)))
                .containsExactly(
                        entry("above(distance,2)", 7.0),
                        entry("above(sqrt(distance),1)", 20.0),
                        entry("atMost(distance,2.5)", 2.5),
                        entry("log1p(distance)", Math.log1p(9)),
                        entry("sqrt(distance)", 3.0));
    }

    @Test
    void a_boolean_is_0_or_1() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(new Ride(1, 1, 1.0, null, false, null, null, null)),
                Feature.number("stored").fill(Fill.constant(0.5)));

        assertThat(vectorizer.transform(Map.of("stored", true))).containsEntry("stored", 1.0);
        assertThat(vectorizer.transform(Map.of("stored", "false"))).isEmpty();
        assertThat(vectorizer.transform(Map.of())).containsEntry("stored", 0.5);
        assertThat(vectorizer.transform(Map.of("stored", 1))).containsEntry("stored", 1.0);
        for (Object other : List.of(2, -7, 1.5, 0.5f, Double.NaN, "2", "yes", 2L)) {
            assertThatThrownBy(() -> vectorizer.transform(Map.of("stored", other)))
                    .as("%s", other)
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("'stored' is '" + other + "'")
                    .hasMessageEndingWith("it must be true or false, 1 or 0");
        }
    }

    @Test
    void a_boolean_level_of_a_map_is_0_or_1() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(new Ride(1, 1, 1.0, null, true, null, null, null)), Feature.category("stored"));
        assertThat(vectorizer.transform(Map.of("stored", 1))).containsEntry("stored=1", 1.0);
        assertThatThrownBy(() -> vectorizer.transform(Map.of("stored", 3)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("'stored' is '3'");
    }

    @Test
    void null_nan_infinite_and_out_of_range_values_are_bad_and_filled() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.of(1, 1, 1.0), Ride.of(1, 1, 2.0), Ride.of(1, 1, 4.0), Ride.of(1, 1, 1e6)),
                DISTANCE.within(0.5, 100).fill(Fill.median()));

        for (Double bad : new Double[] {null, Double.NaN, Double.POSITIVE_INFINITY, 0.4, 100.5}) {
            assertThat(vectorizer.transform(Ride.of(1, 1, bad))).containsExactly(entry("distance", 2.0));
        }
        assertThat(vectorizer.transform(Ride.of(1, 1, 100.0))).containsExactly(entry("distance", 100.0));
        assertThat(vectorizer.counts()).containsExactly(entry("distance", new Vectorizer.Counts(5, 0)));
    }

    @Test
    void a_value_without_a_finite_step_is_bad() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.of(1, 1, 4.0)),
                DISTANCE.sqrt().fill(Fill.constant(9)),
                DISTANCE.sqrt().flag());

        assertThat(vectorizer.transform(Ride.of(1, 1, -1.0)))
                .containsExactly(entry("bad(sqrt(distance))", 1.0), entry("sqrt(distance)", 3.0));
    }

    @Test
    void a_bad_value_without_a_fill_is_an_error_that_names_feature_column_and_rule() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.of(1, 1, 4.0)), DISTANCE.within(0, 100).log1p());

        assertThatThrownBy(() -> vectorizer.transform(Ride.of(1, 1, 101.0)))
                .isInstanceOf(InvalidException.class)
                .hasMessage("feature log1p(distance): column 'distance' is 101.0: it must be from 0 to 100, or a fill"
                        + " must be declared");
        assertThatThrownBy(() -> vectorizer.transform(Ride.of(1, 1, null)))
                .hasMessageContaining("is missing: it must be a finite number, or a fill");
    }

    @Test
    void a_bad_value_without_a_fill_in_training_names_the_row() {
        assertThatThrownBy(() -> VectorizerTest.fit(List.of(Ride.of(1, 1, 4.0), Ride.of(1, 1, null)), DISTANCE))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("row 2 of dataset 'rides': feature distance: column 'distance' is missing");
    }

    @Test
    void medians_by_group_fall_back_to_the_coarser_one_and_at_last_to_the_overall_one() {
        List<Ride> rows = List.of(
                Ride.of(1, 1, 1.0), Ride.of(1, 1, 3.0), Ride.of(1, 2, 10.0), Ride.of(2, 2, 50.0), Ride.of(3, 3, null));
        Fill fill = Fill.medianBy("from", "to").orElse(Fill.medianBy("from")).orElse(Fill.medianBy("to"));
        Vectorizer chained = VectorizerTest.fit(rows, DISTANCE.fill(fill));
        Vectorizer plain = VectorizerTest.fit(rows, DISTANCE.fill(Fill.medianBy("from", "to")));
        Vectorizer constant =
                VectorizerTest.fit(rows, DISTANCE.fill(Fill.medianBy("from").orElse(Fill.constant(-1))));

        assertThat(chained.transform(Ride.of(1, 1, null))).containsEntry("distance", 2.0);
        assertThat(chained.transform(Ride.of(1, 9, null))).containsEntry("distance", 3.0);
        assertThat(chained.transform(Ride.of(9, 2, null))).containsEntry("distance", 30.0);
        assertThat(chained.transform(Ride.of(9, 9, null))).containsEntry("distance", 6.5);
        assertThat(plain.transform(Ride.of(1, 9, null))).containsEntry("distance", 6.5);
        assertThat(plain.transform(Ride.of(3, 3, null))).containsEntry("distance", 6.5);
        assertThat(constant.transform(Ride.of(9, 9, null))).containsEntry("distance", -1.0);
    }

    @Test
    void the_mean_fills_with_the_mean_of_good_values() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.of(1, 1, 1.0), Ride.of(1, 1, null), Ride.of(1, 1, 4.0)), DISTANCE.fill(Fill.mean()));

        assertThat(vectorizer.transform(Ride.of(1, 1, null))).containsEntry("distance", 2.5);
    }

    @Test
    void a_fill_without_any_good_value_is_an_error() {
        assertThatThrownBy(() -> VectorizerTest.fit(
                        List.of(Ride.of(1, 1, -1.0)), DISTANCE.within(0, 9).fill(Fill.median())))
                .isInstanceOf(InvalidException.class)
                .hasMessage("column 'distance' has no value in the training rows that is from 0 to 9: a fill by"
                        + " MEDIAN needs one");
    }

    @Test
    void a_fill_that_the_steps_cannot_use_is_an_error() {
        assertThatThrownBy(() -> VectorizerTest.fit(
                        List.of(Ride.of(1, 1, -4.0)), DISTANCE.sqrt().fill(Fill.constant(-1))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("its fill has no finite sqrt(distance) either");
    }

    @Test
    void standardising_gives_mean_0_and_deviation_1_and_scale_comes_last() {
        List<Ride> rows = List.of(Ride.of(1, 1, 2.0), Ride.of(1, 1, 4.0), Ride.of(1, 1, 6.0));
        Vectorizer vectorizer = VectorizerTest.fit(rows, DISTANCE.scale(2).standardise());

        double deviation = Math.sqrt(8.0 / 3); // of the population
        assertThat(vectorizer.transform(Ride.of(1, 1, 6.0)).get("distance")).isCloseTo(4 / deviation, within(1e-12));
        assertThat(vectorizer.transform(Ride.of(1, 1, 4.0))).isEmpty();
    }

    @Test
    void a_constant_column_standardises_to_0() {
        Vectorizer vectorizer = VectorizerTest.fit(List.of(Ride.of(1, 1, 2.0)), DISTANCE.standardise());

        assertThat(vectorizer.transform(Ride.of(1, 1, 2.5))).containsEntry("distance", 0.5);
    }
}
