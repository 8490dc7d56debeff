package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.internal.SparseMatrix;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    @Test
    void a_column_tells_its_feature_and_its_level() {
        Vectorizer vectorizer = fit(
                List.of(Ride.flagged("a=b")),
                Feature.category("flag").named("is=\\flag"),
                Feature.cross("from", "to"),
                DISTANCE);

        assertThat(vectorizer.columns())
                .extracting(vectorizer::featureOf)
                .containsExactlyInAnyOrderElementsOf(vectorizer.counts().keySet());
        assertThat(vectorizer.columns()).extracting(vectorizer::levelOf).containsExactlyInAnyOrder("a=b", "1_1", "");
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

    @Test
    void rules_say_which_values_a_feature_knows_and_what_becomes_of_others() {
        NumberFeature within = DISTANCE.within(0, 50);
        CategoryFeature from = Feature.category("from");
        Vectorizer vectorizer = fit(
                List.of(Ride.of(130, 205, 3.5), Ride.of(7, 7, 1.0), Ride.of(7, 7, 4.0)),
                within.fill(Fill.constant(2.5)),
                within.flag(),
                DISTANCE.sqrt(),
                DISTANCE.log1p().fill(Fill.medianBy("from", "to")),
                from,
                from.minCount(2).unseen(Rule.LEVEL).missing(Rule.FAIL).named("often"),
                Feature.category("to").unseen(Rule.FAIL).times(DISTANCE.fill(Fill.mean())),
                from.hash(4));

        assertThat(vectorizer.rules())
                .containsExactly(
                        entry(
                                "distance",
                                "expects from 0 to 50 in distance; any other or missing value is replaced by 2.5"),
                        entry("bad(distance)", "1 where distance is missing or not from 0 to 50, else 0"),
                        entry(
                                "sqrt(distance)",
                                "expects a finite number in distance; any other or missing value is refused"),
                        entry(
                                "log1p(distance)",
                                "expects a finite number in distance; any other or missing value is replaced by the median"
                                        + " of the training rows that are alike in from, to"),
                        entry(
                                "from",
                                "knows 2 values; any other adds nothing to the answer; a missing value adds nothing to the"
                                        + " answer"),
                        entry(
                                "often",
                                "knows 1 value, each in at least 2 training rows; any other counts as the value <unseen>;"
                                        + " a missing value is refused"),
                        entry(
                                "to*distance",
                                "knows 2 values; any other is refused; a missing value adds nothing to the answer; times a"
                                        + " number that expects a finite number in distance; any other or missing value is"
                                        + " replaced by the mean of the training rows"),
                        entry(
                                "hash(from)",
                                "any value, by its hash in one of 16 columns; a missing value adds nothing to the answer"));
    }
}
