package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.internal.SparseMatrix;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VectorizerTest {
    private static final NumberFeature DISTANCE = Feature.number("distance");

    static Vectorizer fit(List<Ride> rows, Feature... features) {
        return Features.of(features).fit(Dataset.of("rides", Ride.class, rows));
    }

    @Test
    void a_cross_and_a_number_give_a_column_for_each_pair_and_one_for_the_number() {
        Vectorizer vectorizer = fit(
                List.of(Ride.of(130, 205, 3.5), Ride.of(7, 7, 1.0), Ride.of(130, 205, 4.0)),
                Feature.cross("from", "to"),
                DISTANCE);

        assertThat(vectorizer.columns()).containsExactly("distance", "from_to=130_205", "from_to=7_7");
        assertThat(vectorizer.transform(Ride.of(130, 205, 3.5)))
                .containsExactly(entry("distance", 3.5), entry("from_to=130_205", 1.0));
    }

    @Test
    void the_matrix_holds_each_row_with_ascending_columns_and_without_zeros() {
        List<Ride> rows = List.of(Ride.of(2, 1, 0.0), Ride.of(1, 1, 2.0));
        Vectorizer vectorizer = fit(rows, Feature.category("from"), DISTANCE);

        SparseMatrix matrix = vectorizer.matrix(Dataset.of("rides", Ride.class, rows));

        assertThat(matrix.starts()).containsExactly(0, 1, 3);
        assertThat(matrix.indices()).containsExactly(2, 0, 1);
        assertThat(matrix.values()).containsExactly(1, 2, 1);
    }

    @Test
    void inputs_are_the_raw_fields_that_are_read_and_nullable_where_a_rule_exists() {
        Vectorizer vectorizer = fit(
                List.of(new Ride(1, 1, 1.0, "a", true, 1f, LocalDateTime.MIN, 1)),
                Feature.number("passengers"),
                DISTANCE.fill(Fill.medianBy("vendor")),
                Feature.category("flag").missing(Rule.FAIL),
                Feature.hour("pickup"));

        assertThat(vectorizer.inputs().fields())
                .containsExactly(
                        new Field("passengers", FieldType.FLOAT32, false),
                        new Field("distance", FieldType.FLOAT64, true),
                        new Field("vendor", FieldType.INT32, true),
                        new Field("flag", FieldType.STRING, false),
                        new Field("pickup", FieldType.TIMESTAMP, true));
    }

    @Nested
    class Numbers {

        @Test
        void steps_apply_as_called_and_name_the_column() {
            Vectorizer vectorizer = fit(
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
            Vectorizer vectorizer = fit(
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
            Vectorizer vectorizer =
                    fit(List.of(new Ride(1, 1, 1.0, null, true, null, null, null)), Feature.category("stored"));
            assertThat(vectorizer.transform(Map.of("stored", 1))).containsEntry("stored=1", 1.0);
            assertThatThrownBy(() -> vectorizer.transform(Map.of("stored", 3)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("'stored' is '3'");
        }

        @Test
        void null_nan_infinite_and_out_of_range_values_are_bad_and_filled() {
            Vectorizer vectorizer = fit(
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
            Vectorizer vectorizer = fit(
                    List.of(Ride.of(1, 1, 4.0)),
                    DISTANCE.sqrt().fill(Fill.constant(9)),
                    DISTANCE.sqrt().flag());

            assertThat(vectorizer.transform(Ride.of(1, 1, -1.0)))
                    .containsExactly(entry("bad(sqrt(distance))", 1.0), entry("sqrt(distance)", 3.0));
        }

        @Test
        void a_bad_value_without_a_fill_is_an_error_that_names_feature_column_and_rule() {
            Vectorizer vectorizer =
                    fit(List.of(Ride.of(1, 1, 4.0)), DISTANCE.within(0, 100).log1p());

            assertThatThrownBy(() -> vectorizer.transform(Ride.of(1, 1, 101.0)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage(
                            "feature log1p(distance): column 'distance' is 101.0: it must be from 0 to 100, or a fill"
                                    + " must be declared");
            assertThatThrownBy(() -> vectorizer.transform(Ride.of(1, 1, null)))
                    .hasMessageContaining("is missing: it must be a finite number, or a fill");
        }

        @Test
        void a_bad_value_without_a_fill_in_training_names_the_row() {
            assertThatThrownBy(() -> fit(List.of(Ride.of(1, 1, 4.0), Ride.of(1, 1, null)), DISTANCE))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageStartingWith("row 2 of dataset 'rides': feature distance: column 'distance' is missing");
        }

        @Test
        void medians_by_group_fall_back_to_the_coarser_one_and_at_last_to_the_overall_one() {
            List<Ride> rows = List.of(
                    Ride.of(1, 1, 1.0),
                    Ride.of(1, 1, 3.0),
                    Ride.of(1, 2, 10.0),
                    Ride.of(2, 2, 50.0),
                    Ride.of(3, 3, null));
            Fill fill =
                    Fill.medianBy("from", "to").orElse(Fill.medianBy("from")).orElse(Fill.medianBy("to"));
            Vectorizer chained = fit(rows, DISTANCE.fill(fill));
            Vectorizer plain = fit(rows, DISTANCE.fill(Fill.medianBy("from", "to")));
            Vectorizer constant = fit(rows, DISTANCE.fill(Fill.medianBy("from").orElse(Fill.constant(-1))));

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
            Vectorizer vectorizer = fit(
                    List.of(Ride.of(1, 1, 1.0), Ride.of(1, 1, null), Ride.of(1, 1, 4.0)), DISTANCE.fill(Fill.mean()));

            assertThat(vectorizer.transform(Ride.of(1, 1, null))).containsEntry("distance", 2.5);
        }

        @Test
        void a_fill_without_any_good_value_is_an_error() {
            assertThatThrownBy(() -> fit(
                            List.of(Ride.of(1, 1, -1.0)), DISTANCE.within(0, 9).fill(Fill.median())))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("column 'distance' has no value in the training rows that is from 0 to 9: a fill by"
                            + " MEDIAN needs one");
        }

        @Test
        void a_fill_that_the_steps_cannot_use_is_an_error() {
            assertThatThrownBy(() ->
                            fit(List.of(Ride.of(1, 1, -4.0)), DISTANCE.sqrt().fill(Fill.constant(-1))))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("its fill has no finite sqrt(distance) either");
        }

        @Test
        void standardising_gives_mean_0_and_deviation_1_and_scale_comes_last() {
            List<Ride> rows = List.of(Ride.of(1, 1, 2.0), Ride.of(1, 1, 4.0), Ride.of(1, 1, 6.0));
            Vectorizer vectorizer = fit(rows, DISTANCE.scale(2).standardise());

            double deviation = Math.sqrt(8.0 / 3); // of the population
            assertThat(vectorizer.transform(Ride.of(1, 1, 6.0)).get("distance"))
                    .isCloseTo(4 / deviation, within(1e-12));
            assertThat(vectorizer.transform(Ride.of(1, 1, 4.0))).isEmpty();
        }

        @Test
        void a_constant_column_standardises_to_0() {
            Vectorizer vectorizer = fit(List.of(Ride.of(1, 1, 2.0)), DISTANCE.standardise());

            assertThat(vectorizer.transform(Ride.of(1, 1, 2.5))).containsEntry("distance", 0.5);
        }
    }

    @Nested
    class Categories {

        @Test
        void an_unseen_level_contributes_nothing_and_is_counted() {
            Vectorizer vectorizer = fit(List.of(Ride.of(1, 1, 1.0)), Feature.cross("from", "to"), DISTANCE);

            assertThat(vectorizer.transform(Ride.of(1, 2, 1.0))).containsOnlyKeys("distance");
            assertThat(vectorizer.counts())
                    .containsExactly(
                            entry("from_to", new Vectorizer.Counts(0, 1)),
                            entry("distance", new Vectorizer.Counts(0, 0)));
        }

        @Test
        void an_unseen_level_may_have_a_column_of_its_own() {
            Vectorizer vectorizer = fit(
                    List.of(Ride.flagged("a"), Ride.flagged("5")),
                    Feature.category("flag").unseen(Rule.LEVEL));

            assertThat(vectorizer.columns()).containsExactly("flag=5", "flag=<unseen>", "flag=a");
            assertThat(vectorizer.transform(Ride.flagged("b"))).containsExactly(entry("flag=<unseen>", 1.0));
            assertThat(vectorizer.transform(Ride.flagged("a"))).containsExactly(entry("flag=a", 1.0));
            assertThat(vectorizer.transform(Ride.flagged("5"))).containsExactly(entry("flag=5", 1.0));
        }

        @Test
        void an_unseen_level_may_be_an_error() {
            Vectorizer vectorizer =
                    fit(List.of(Ride.of(1, 1, 1.0)), Feature.cross("from", "to").unseen(Rule.FAIL));

            assertThatThrownBy(() -> vectorizer.transform(Ride.of(1, 2, 1.0)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("feature from_to: level 1_2 was not seen in training, which its rule forbids");
        }

        @Test
        void what_somebody_sent_is_not_told_at_any_length() {
            Vectorizer vectorizer =
                    fit(List.of(Ride.flagged("a")), Feature.category("flag").unseen(Rule.FAIL));

            assertThatThrownBy(() -> vectorizer.transform(Ride.flagged("x".repeat(100_000))))
                    .hasMessage("feature flag: level " + "x".repeat(77)
                            + "... was not seen in training, which its rule forbids");
            assertThatThrownBy(() -> vectorizer.transform(Map.of("flag", new StringBuilder("x".repeat(100_000)))))
                    .hasMessage("field 'flag' is '" + "x".repeat(77)
                            + "...' (StringBuilder): it must be a text, a number or a boolean");
        }

        @Test
        void levels_rarer_than_the_minimal_count_are_unseen() {
            List<Ride> rows = List.of(Ride.of(1, 1, 1.0), Ride.of(1, 1, 1.0), Ride.of(2, 1, 1.0));
            Vectorizer ignoring = fit(rows, Feature.category("from").minCount(2));
            Vectorizer collecting =
                    fit(rows, Feature.category("from").minCount(2).unseen(Rule.LEVEL));

            assertThat(ignoring.columns()).containsExactly("from=1");
            assertThat(collecting.transform(rows.get(2))).containsExactly(entry("from=<unseen>", 1.0));
        }

        @Test
        void a_missing_level_contributes_nothing_unless_asked_for() {
            List<Ride> rows = List.of(Ride.flagged(null), Ride.flagged("a"));
            Vectorizer ignoring = fit(rows, Feature.category("flag"));
            Vectorizer keeping = fit(rows, Feature.category("flag").missing(Rule.LEVEL));

            assertThat(ignoring.transform(rows.get(0))).isEmpty();
            assertThat(ignoring.counts()).containsExactly(entry("flag", new Vectorizer.Counts(1, 0)));
            assertThat(keeping.transform(rows.get(0))).containsExactly(entry("flag=<missing>", 1.0));
            assertThat(keeping.counts()).containsExactly(entry("flag", new Vectorizer.Counts(0, 0)));
        }

        @Test
        void a_missing_level_that_training_did_not_hold_is_unseen() {
            Vectorizer vectorizer =
                    fit(List.of(Ride.flagged("a")), Feature.category("flag").missing(Rule.LEVEL));

            assertThat(vectorizer.transform(Ride.flagged(null))).isEmpty();
            assertThat(vectorizer.counts()).containsExactly(entry("flag", new Vectorizer.Counts(0, 1)));
        }

        @Test
        void a_missing_level_may_be_an_error_in_training_and_in_predicting() {
            Feature feature = Feature.category("flag").missing(Rule.FAIL);

            assertThatThrownBy(() -> fit(List.of(Ride.flagged("a"), Ride.flagged(null)), feature))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("row 2 of dataset 'rides': feature flag has a missing level, which its rule forbids");
            assertThatThrownBy(() -> fit(List.of(Ride.flagged("a")), feature).transform(Ride.flagged(null)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("feature flag: level <missing> is missing, which its rule forbids");
        }

        @Test
        void integers_decimals_and_texts_of_a_map_are_one_level_of_an_integer_column() {
            Vectorizer vectorizer = fit(List.of(Ride.of(130, 1, 1.0)), Feature.category("from"));

            for (Object value : List.of(130, 130L, 130.0, "130", "130.0", (short) 130)) {
                assertThat(vectorizer.transform(Map.of("from", value))).containsExactly(entry("from=130", 1.0));
            }
            assertThatThrownBy(() -> vectorizer.transform(Map.of("from", "13O")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("field 'from' is '13O' (String): it must be a whole number");
            assertThatThrownBy(() -> vectorizer.transform(Map.of("from", 130.5)))
                    .hasMessage("field 'from' is '130.5' (Double): it must be a whole number");
        }

        @Test
        void numbers_of_a_map_are_levels_of_a_text_column() {
            Vectorizer vectorizer = fit(List.of(Ride.flagged("7"), Ride.flagged("true")), Feature.category("flag"));

            assertThat(vectorizer.transform(Map.of("flag", 7))).containsOnlyKeys("flag=7");
            assertThat(vectorizer.transform(Map.of("flag", 7.0))).containsOnlyKeys("flag=7");
            assertThat(vectorizer.transform(Map.of("flag", true))).containsOnlyKeys("flag=true");
        }

        @Test
        void whole_decimals_are_levels_and_fractions_are_an_error_in_training_and_unseen_later() {
            Vectorizer vectorizer = fit(List.of(Ride.carrying(2f)), Feature.category("passengers"));

            assertThat(vectorizer.columns()).containsExactly("passengers=2");
            assertThat(vectorizer.transform(Ride.carrying(2.5f))).isEmpty();
            assertThat(vectorizer.transform(Ride.carrying(Float.NaN))).isEmpty();
            assertThat(vectorizer.counts()).containsExactly(entry("passengers", new Vectorizer.Counts(1, 1)));
            assertThatThrownBy(() -> fit(List.of(Ride.carrying(2.5f)), Feature.category("passengers")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("decimals must be whole");
        }

        @Test
        void texts_that_hold_the_separator_do_not_collide() {
            record Pair(String a, String b) {}
            Dataset<Pair> pairs = Dataset.of(
                    "pairs", Pair.class, List.of(new Pair("x_y", "z"), new Pair("x", "y_z"), new Pair("x\\", "y")));

            Vectorizer vectorizer = Features.of(Feature.cross("a", "b")).fit(pairs);

            assertThat(vectorizer.columns()).containsExactlyInAnyOrder("a_b=x\\_y_z", "a_b=x_y\\_z", "a_b=x\\\\_y");
            assertThat(vectorizer.transform(new Pair("x", "y_z"))).containsOnlyKeys("a_b=x_y\\_z");
        }

        @Test
        void a_text_that_looks_like_a_special_level_is_escaped() {
            Vectorizer vectorizer = fit(
                    List.of(Ride.flagged("<missing>"), Ride.flagged(null), Ride.flagged("\\<missing>")),
                    Feature.category("flag").missing(Rule.LEVEL));

            assertThat(vectorizer.columns())
                    .containsExactly("flag=<missing>", "flag=\\<missing>", "flag=\\\\<missing>");
        }

        @Test
        void hour_and_weekday_come_from_a_date_time_or_its_text() {
            LocalDateTime saturday = LocalDateTime.of(2021, 1, 2, 17, 5);
            Vectorizer vectorizer = fit(
                    List.of(Ride.at(saturday)),
                    Feature.hour("pickup"),
                    Feature.weekday("pickup"),
                    Feature.cross(Feature.category("from"), Feature.hour("pickup")));

            assertThat(vectorizer.transform(Ride.at(saturday)))
                    .containsOnlyKeys("from_hour(pickup)=1_17", "hour(pickup)=17", "weekday(pickup)=6");
            assertThat(vectorizer.transform(Map.of("from", 9, "pickup", "2021-01-02T17:59")))
                    .containsOnlyKeys("hour(pickup)=17", "weekday(pickup)=6");
            assertThat(vectorizer.transform(Ride.at(null))).isEmpty();
            assertThatThrownBy(() -> vectorizer.transform(Map.of("from", 9, "pickup", "yesterday")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("field 'pickup' is 'yesterday' (String): it must be a date-time such as"
                            + " 2021-01-31T17:05:00, without a zone");
        }

        @Test
        void a_bucket_includes_its_lower_edge() {
            Vectorizer vectorizer = fit(
                    List.of(Ride.of(1, 1, 0.5), Ride.of(1, 1, 1.0), Ride.of(1, 1, 2.5), Ride.of(1, 1, -0.0)),
                    DISTANCE.bucket(0, 1, 2.5));

            assertThat(vectorizer.columns())
                    .containsExactly(
                            "bucket(distance)=[0,1)", "bucket(distance)=[1,2.5)", "bucket(distance)=[2.5,inf)");
            assertThat(vectorizer.transform(Ride.of(1, 1, -0.0))).containsOnlyKeys("bucket(distance)=[0,1)");
            assertThat(vectorizer.transform(Ride.of(1, 1, 2.4))).containsOnlyKeys("bucket(distance)=[1,2.5)");
            assertThat(vectorizer.transform(Ride.of(1, 1, -1.0))).isEmpty();
            assertThat(vectorizer.transform(Ride.of(1, 1, null))).isEmpty();
            assertThat(vectorizer.counts()).containsExactly(entry("bucket(distance)", new Vectorizer.Counts(1, 1)));
        }

        @Test
        void quantiles_hold_about_equally_many_rows() {
            List<Ride> rows = java.util.stream.IntStream.range(0, 100)
                    .mapToObj(i -> Ride.of(1, 1, (double) i))
                    .toList();
            Vectorizer vectorizer = fit(rows, DISTANCE.quantiles(4));

            assertThat(vectorizer.columns())
                    .containsExactly(
                            "quantile4(distance)=(-inf,24.75)",
                            "quantile4(distance)=[24.75,49.5)",
                            "quantile4(distance)=[49.5,74.25)",
                            "quantile4(distance)=[74.25,inf)");
        }

        @Test
        void quantiles_of_a_constant_are_one_level() {
            Vectorizer vectorizer = fit(List.of(Ride.of(1, 1, 3.0), Ride.of(1, 1, 3.0)), DISTANCE.quantiles(4));

            assertThat(vectorizer.columns()).containsExactly("quantile4(distance)=[3,inf)");
        }

        @Test
        void a_factor_gives_each_level_a_slope() {
            Vectorizer vectorizer = fit(
                    List.of(Ride.of(1, 1, 3.0), Ride.of(2, 1, 3.0)),
                    Feature.category("from").times(DISTANCE.log1p()).scale(2));

            assertThat(vectorizer.transform(Ride.of(2, 1, 4.0)))
                    .containsExactly(entry("from*log1p(distance)=2", 2 * Math.log1p(4)));
            assertThat(vectorizer.transform(Ride.of(2, 1, 0.0))).isEmpty();
        }

        @Test
        void hashing_needs_no_levels() {
            Vectorizer vectorizer =
                    fit(List.of(Ride.flagged("a")), Feature.category("flag").hash(5));

            assertThat(vectorizer.columns()).hasSize(32).contains("hash(flag)=00", "hash(flag)=1f");
            assertThat(vectorizer.transform(Ride.flagged("b"))).hasSize(1).containsValue(1.0);
            assertThat(vectorizer.transform(Ride.flagged(null))).isEmpty();
            assertThat(vectorizer.counts()).containsExactly(entry("hash(flag)", new Vectorizer.Counts(1, 0)));
        }

        @Test
        void hashes_stay_the_same_for_ever() {
            Vectorizer vectorizer = fit(
                    List.of(Ride.flagged("a")), Feature.cross("from", "flag").hash(10));

            assertThat(vectorizer.transform(Ride.flagged("a"))).containsOnlyKeys("hash(from_flag)=0f5");
        }

        @Test
        void hashing_follows_the_rules_for_missing_levels() {
            CategoryFeature hashed = Feature.category("flag").hash(4);
            Vectorizer keeping = fit(List.of(Ride.flagged("a")), hashed.missing(Rule.LEVEL));
            Vectorizer failing = fit(List.of(Ride.flagged("a")), hashed.missing(Rule.FAIL));

            assertThat(keeping.transform(Ride.flagged(null))).hasSize(1);
            assertThatThrownBy(() -> failing.transform(Ride.flagged(null)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("feature hash(flag): a part of the level is missing");
            assertThatThrownBy(() -> fit(List.of(Ride.flagged(null)), hashed.missing(Rule.FAIL)))
                    .isInstanceOf(InvalidException.class);
        }
    }

    @Nested
    class Rejects {

        @Test
        void fitting_on_no_rows() {
            assertThatThrownBy(() -> fit(List.of(), DISTANCE))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("dataset 'rides' has no rows: features can't be fitted on it");
        }

        @Test
        void a_column_that_does_not_exist() {
            assertThatThrownBy(() -> fit(List.of(Ride.of(1, 1, 1.0)), Feature.hour("dropoff")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("what feature hour(dropoff) reads from has no column 'dropoff': expected one of"
                            + " from, to, distance, flag, stored, passengers, pickup, vendor");
        }

        @Test
        void a_column_of_the_wrong_type() {
            assertThatThrownBy(() -> fit(List.of(Ride.of(1, 1, 1.0)), Feature.number("flag")))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("feature flag reads column 'flag', which is STRING: it must be a number or a boolean");
            assertThatThrownBy(() -> fit(List.of(Ride.of(1, 1, 1.0)), Feature.hour("from")))
                    .hasMessageContaining("it must be a date-time");
            assertThatThrownBy(() -> fit(List.of(Ride.of(1, 1, 1.0)), Feature.category("pickup")))
                    .hasMessageContaining("of a date-time take hour or weekday");
        }

        @Test
        void a_record_without_a_field_that_is_read() {
            record Stub(int to) {}
            Vectorizer vectorizer = fit(List.of(Ride.of(1, 1, 1.0)), Feature.category("from"));

            assertThatThrownBy(() -> vectorizer.transform(new Stub(1)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("record Stub has no column 'from': expected one of to");
        }

        @Test
        void a_column_that_is_missing_throughout() {
            List<Ride> rides = List.of(Ride.of(1, 1, null), Ride.of(2, 1, null));

            for (Feature feature :
                    List.of(DISTANCE.fill(Fill.constant(1)), DISTANCE.flag(), Feature.category("flag"))) {
                assertThatThrownBy(() -> fit(rides, Feature.category("from"), feature))
                        .isInstanceOf(InvalidException.class)
                        .hasMessageContaining(
                                "is missing in every row of dataset 'rides', so that there is" + " nothing to learn");
            }
            assertThatThrownBy(() -> fit(
                            List.of(Ride.carrying(Float.NaN)),
                            Feature.number("passengers").flag()))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("column 'passengers' is missing in every");
        }

        @Test
        void a_bad_number_by_the_rule_that_it_breaks() {
            List<Ride> good = List.of(Ride.of(1, 1, 1.0), Ride.of(1, 1, 2.0));
            refuses(good, DISTANCE, null, "is missing: it must be a finite number, or a fill must be declared");
            refuses(good, DISTANCE, Double.NaN, "is NaN: it must be a finite number, or a fill must be declared");
            refuses(good, DISTANCE.within(0, 9), 10.5, "is 10.5: it must be from 0 to 9, or a fill");
            refuses(good, DISTANCE.within(0, Double.POSITIVE_INFINITY), -1.0, "is -1.0: it must be at least 0, or");
            refuses(good, DISTANCE.within(Double.NEGATIVE_INFINITY, 9), 10.0, "is 10.0: it must be at most 9, or");
            refuses(good, DISTANCE.sqrt(), -4.0, "is -4.0: it must have a finite sqrt(distance), or");
        }

        private void refuses(List<Ride> good, NumberFeature feature, @Nullable Double value, String message) {
            Vectorizer vectorizer = fit(good, feature);

            assertThatThrownBy(() -> vectorizer.transform(Ride.of(1, 1, value)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("column 'distance' " + message);
        }

        @Test
        void features_that_leave_no_column() {
            assertThatThrownBy(() -> fit(
                            List.of(Ride.flagged("a"), Ride.flagged(null)),
                            Feature.category("flag").minCount(2)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("no column");
        }
    }

    @Test
    void a_record_of_other_types_gives_the_same_vector() {
        record Texts(String from, double to, int distance) {}
        Vectorizer vectorizer = fit(List.of(Ride.of(7, 8, 1.0)), Feature.cross("from", "to"), DISTANCE);

        assertThat(vectorizer.transform(new Texts("7", 8.0, 3))).isEqualTo(vectorizer.transform(Ride.of(7, 8, 3.0)));
    }

    @Test
    void a_map_gives_the_same_vector_as_the_record_and_may_hold_more() {
        Vectorizer vectorizer = fit(List.of(Ride.of(7, 8, 1.0)), Feature.cross("from", "to"), DISTANCE);
        Map<String, Object> map = new HashMap<>(Map.of("from", "7", "to", 8, "distance", "1.5", "id", List.of()));

        assertThat(vectorizer.transform(map)).isEqualTo(vectorizer.transform(Ride.of(7, 8, 1.5)));
    }

    @Test
    void a_decimal_of_a_map_is_rounded_to_a_float_where_the_field_is_one() {
        Vectorizer vectorizer = fit(List.of(Ride.carrying(2f)), Feature.number("passengers"));

        for (Object value : List.of(0.1, "0.1", 0.1f)) {
            assertThat(vectorizer.transform(Map.of("passengers", value)))
                    .isEqualTo(vectorizer.transform(Ride.carrying(0.1f)));
        }
    }

    @Test
    void the_column_order_does_not_depend_on_the_order_of_declaration() {
        List<Ride> rows = List.of(Ride.of(7, 8, 1.0));
        Vectorizer one = fit(rows, Feature.category("to"), Feature.category("from"), DISTANCE);
        Vectorizer other = fit(rows, DISTANCE, Feature.category("from"), Feature.category("to"));

        assertThat(one.columns()).isEqualTo(other.columns()).isSorted();
    }
}
