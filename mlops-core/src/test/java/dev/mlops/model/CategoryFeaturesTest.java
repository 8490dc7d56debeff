package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.model.CategoryFeature.Rule;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Levels of categories and crosses, and what is made of others. */
class CategoryFeaturesTest {
    private static final NumberFeature DISTANCE = Feature.number("distance");

    @Test
    void an_unseen_level_contributes_nothing_and_is_counted() {
        Vectorizer vectorizer = VectorizerTest.fit(List.of(Ride.of(1, 1, 1.0)), Feature.cross("from", "to"), DISTANCE);

        assertThat(vectorizer.transform(Ride.of(1, 2, 1.0))).containsOnlyKeys("distance");
        assertThat(vectorizer.counts())
                .containsExactly(
                        entry("from_to", new Vectorizer.Counts(0, 1)), entry("distance", new Vectorizer.Counts(0, 0)));
    }

    @Test
    void an_unseen_level_may_have_a_column_of_its_own() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.flagged("a"), Ride.flagged("5")),
                Feature.category("flag").unseen(Rule.LEVEL));

        assertThat(vectorizer.columns()).containsExactly("flag=5", "flag=<unseen>", "flag=a");
        assertThat(vectorizer.transform(Ride.flagged("b"))).containsExactly(entry("flag=<unseen>", 1.0));
        assertThat(vectorizer.transform(Ride.flagged("a"))).containsExactly(entry("flag=a", 1.0));
        assertThat(vectorizer.transform(Ride.flagged("5"))).containsExactly(entry("flag=5", 1.0));
    }

    @Test
    void an_unseen_level_may_be_an_error() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.of(1, 1, 1.0)), Feature.cross("from", "to").unseen(Rule.FAIL));

        assertThatThrownBy(() -> vectorizer.transform(Ride.of(1, 2, 1.0)))
                .isInstanceOf(InvalidException.class)
                .hasMessage("feature from_to: level 1_2 was not seen in training, which its rule forbids");
    }

    @Test
    void what_somebody_sent_is_not_told_at_any_length() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.flagged("a")), Feature.category("flag").unseen(Rule.FAIL));

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
        Vectorizer ignoring = VectorizerTest.fit(rows, Feature.category("from").minCount(2));
        Vectorizer collecting =
                VectorizerTest.fit(rows, Feature.category("from").minCount(2).unseen(Rule.LEVEL));

        assertThat(ignoring.columns()).containsExactly("from=1");
        assertThat(collecting.transform(rows.get(2))).containsExactly(entry("from=<unseen>", 1.0));
    }

    @Test
    void a_missing_level_contributes_nothing_unless_asked_for() {
        List<Ride> rows = List.of(Ride.flagged(null), Ride.flagged("a"));
        Vectorizer ignoring = VectorizerTest.fit(rows, Feature.category("flag"));
        Vectorizer keeping = VectorizerTest.fit(rows, Feature.category("flag").missing(Rule.LEVEL));

        assertThat(ignoring.transform(rows.get(0))).isEmpty();
        assertThat(ignoring.counts()).containsExactly(entry("flag", new Vectorizer.Counts(1, 0)));
        assertThat(keeping.transform(rows.get(0))).containsExactly(entry("flag=<missing>", 1.0));
        assertThat(keeping.counts()).containsExactly(entry("flag", new Vectorizer.Counts(0, 0)));
    }

    @Test
    void a_missing_level_that_training_did_not_hold_is_unseen() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.flagged("a")), Feature.category("flag").missing(Rule.LEVEL));

        assertThat(vectorizer.transform(Ride.flagged(null))).isEmpty();
        assertThat(vectorizer.counts()).containsExactly(entry("flag", new Vectorizer.Counts(0, 1)));
    }

    @Test
    void a_missing_level_may_be_an_error_in_training_and_in_predicting() {
        Feature feature = Feature.category("flag").missing(Rule.FAIL);

        assertThatThrownBy(() -> VectorizerTest.fit(List.of(Ride.flagged("a"), Ride.flagged(null)), feature))
                .isInstanceOf(InvalidException.class)
                .hasMessage("row 2 of dataset 'rides': feature flag has a missing level, which its rule forbids");
        assertThatThrownBy(() ->
                        VectorizerTest.fit(List.of(Ride.flagged("a")), feature).transform(Ride.flagged(null)))
                .isInstanceOf(InvalidException.class)
                .hasMessage("feature flag: level <missing> is missing, which its rule forbids");
    }

    @Test
    void integers_decimals_and_texts_of_a_map_are_one_level_of_an_integer_column() {
        Vectorizer vectorizer = VectorizerTest.fit(List.of(Ride.of(130, 1, 1.0)), Feature.category("from"));

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
        Vectorizer vectorizer =
                VectorizerTest.fit(List.of(Ride.flagged("7"), Ride.flagged("true")), Feature.category("flag"));

        assertThat(vectorizer.transform(Map.of("flag", 7))).containsOnlyKeys("flag=7");
        assertThat(vectorizer.transform(Map.of("flag", 7.0))).containsOnlyKeys("flag=7");
        assertThat(vectorizer.transform(Map.of("flag", true))).containsOnlyKeys("flag=true");
    }

    @Test
    void whole_decimals_are_levels_and_fractions_are_an_error_in_training_and_unseen_later() {
        Vectorizer vectorizer = VectorizerTest.fit(List.of(Ride.carrying(2f)), Feature.category("passengers"));

        assertThat(vectorizer.columns()).containsExactly("passengers=2");
        assertThat(vectorizer.transform(Ride.carrying(2.5f))).isEmpty();
        assertThat(vectorizer.transform(Ride.carrying(Float.NaN))).isEmpty();
        assertThat(vectorizer.counts()).containsExactly(entry("passengers", new Vectorizer.Counts(1, 1)));
        assertThatThrownBy(() -> VectorizerTest.fit(List.of(Ride.carrying(2.5f)), Feature.category("passengers")))
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
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.flagged("<missing>"), Ride.flagged(null), Ride.flagged("\\<missing>")),
                Feature.category("flag").missing(Rule.LEVEL));

        assertThat(vectorizer.columns()).containsExactly("flag=<missing>", "flag=\\<missing>", "flag=\\\\<missing>");
    }

    @Test
    void hour_and_weekday_come_from_a_date_time_or_its_text() {
        LocalDateTime saturday = LocalDateTime.of(2021, 1, 2, 17, 5);
        Vectorizer vectorizer = VectorizerTest.fit(
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
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.of(1, 1, 0.5), Ride.of(1, 1, 1.0), Ride.of(1, 1, 2.5), Ride.of(1, 1, -0.0)),
                DISTANCE.bucket(0, 1, 2.5));

        assertThat(vectorizer.columns())
                .containsExactly("bucket(distance)=[0,1)", "bucket(distance)=[1,2.5)", "bucket(distance)=[2.5,inf)");
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
        Vectorizer vectorizer = VectorizerTest.fit(rows, DISTANCE.quantiles(4));

        assertThat(vectorizer.columns())
                .containsExactly(
                        "quantile4(distance)=(-inf,24.75)",
                        "quantile4(distance)=[24.75,49.5)",
                        "quantile4(distance)=[49.5,74.25)",
                        "quantile4(distance)=[74.25,inf)");
    }

    @Test
    void quantiles_of_a_constant_are_one_level() {
        Vectorizer vectorizer =
                VectorizerTest.fit(List.of(Ride.of(1, 1, 3.0), Ride.of(1, 1, 3.0)), DISTANCE.quantiles(4));

        assertThat(vectorizer.columns()).containsExactly("quantile4(distance)=[3,inf)");
    }

    @Test
    void a_factor_gives_each_level_a_slope() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.of(1, 1, 3.0), Ride.of(2, 1, 3.0)),
                Feature.category("from").times(DISTANCE.log1p()).scale(2));

        assertThat(vectorizer.transform(Ride.of(2, 1, 4.0)))
                .containsExactly(entry("from*log1p(distance)=2", 2 * Math.log1p(4)));
        assertThat(vectorizer.transform(Ride.of(2, 1, 0.0))).isEmpty();
    }

    @Test
    void hashing_needs_no_levels() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.flagged("a")), Feature.category("flag").hash(5));

        assertThat(vectorizer.columns()).hasSize(32).contains("hash(flag)=00", "hash(flag)=1f");
        assertThat(vectorizer.transform(Ride.flagged("b"))).hasSize(1).containsValue(1.0);
        assertThat(vectorizer.transform(Ride.flagged(null))).isEmpty();
        assertThat(vectorizer.counts()).containsExactly(entry("hash(flag)", new Vectorizer.Counts(1, 0)));
    }

    @Test
    void hashes_stay_the_same_for_ever() {
        Vectorizer vectorizer = VectorizerTest.fit(
                List.of(Ride.flagged("a")), Feature.cross("from", "flag").hash(10));

        assertThat(vectorizer.transform(Ride.flagged("a"))).containsOnlyKeys("hash(from_flag)=0f5");
    }

    @Test
    void hashing_follows_the_rules_for_missing_levels() {
        CategoryFeature hashed = Feature.category("flag").hash(4);
        Vectorizer keeping = VectorizerTest.fit(List.of(Ride.flagged("a")), hashed.missing(Rule.LEVEL));
        Vectorizer failing = VectorizerTest.fit(List.of(Ride.flagged("a")), hashed.missing(Rule.FAIL));

        assertThat(keeping.transform(Ride.flagged(null))).hasSize(1);
        assertThatThrownBy(() -> failing.transform(Ride.flagged(null)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("feature hash(flag): a part of the level is missing");
        assertThatThrownBy(() -> VectorizerTest.fit(List.of(Ride.flagged(null)), hashed.missing(Rule.FAIL)))
                .isInstanceOf(InvalidException.class);
    }
}
