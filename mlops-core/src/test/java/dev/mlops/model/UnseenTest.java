package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.linear.RidgeTrainer;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Which categories of a row have a level that training didn't see, and how values of a map are read. */
class UnseenTest {
    record Trip(int from, int to, String flag, double minutes) {}

    private static final List<Trip> TRIPS =
            List.of(new Trip(1, 2, "a", 3), new Trip(2, 1, "b", 4), new Trip(1, 2, "a", 5), new Trip(3, 3, "a", 6));

    private static Model model(Feature... features) {
        Dataset<Trip> data = Dataset.of("trips", Trip.class, TRIPS);
        return Model.regression(Features.of(features).fit(data), "minutes").train(new RidgeTrainer(1), data);
    }

    private final Model crossed = model(
            Feature.category("from"), Feature.cross("from", "to"), Feature.category("flag"), Feature.number("to"));

    @Test
    void a_row_of_known_levels_has_none() {
        assertThat(crossed.unseen(TRIPS.get(0))).isEmpty();
        assertThat(crossed.unseen(Map.of("from", "1", "to", 2.0, "flag", "a"))).isEmpty();
    }

    @Test
    void a_pair_of_known_levels_that_never_met_is_unseen_though_its_parts_are_not() {
        assertThat(crossed.unseen(new Trip(1, 1, "a", 0))).containsExactly("from_to");
        assertThat(crossed.unseen(Map.of("from", 9, "to", 1, "flag", "z"))).containsExactly("flag", "from", "from_to");
    }

    @Test
    void what_is_missing_is_not_unseen_unless_missing_is_a_level_that_no_row_had() {
        Map<String, Object> row = new HashMap<>(Map.of("from", 1, "to", 2));
        row.put("flag", null);

        assertThat(crossed.unseen(row)).isEmpty();
        assertThat(model(Feature.category("flag").missing(Rule.LEVEL)).unseen(row))
                .containsExactly("flag");
    }

    @Test
    void a_level_that_is_too_rare_is_unseen_and_a_hashed_one_never() {
        assertThat(model(Feature.category("flag").minCount(2)).unseen(TRIPS.get(1)))
                .containsExactly("flag");
        assertThat(model(Feature.category("flag").hash(4)).unseen(new Trip(1, 1, "z", 0)))
                .isEmpty();
    }

    @Test
    void asking_counts_nothing_where_predictions_are_counted() {
        crossed.unseen(new Trip(1, 1, "a", 0));

        assertThat(crossed.vectorizer().counts()).containsEntry("from_to", new Vectorizer.Counts(0, 0));
        crossed.predict(new Trip(1, 1, "a", 0));
        assertThat(crossed.vectorizer().counts()).containsEntry("from_to", new Vectorizer.Counts(0, 1));
    }

    @Test
    void a_value_of_another_kind_is_told_as_in_a_prediction() {
        assertThatThrownBy(() -> crossed.unseen(Map.of("from", "one", "to", 1, "flag", "a")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("field 'from' is 'one'");
    }

    @Property(tries = 200)
    void a_feature_is_unseen_in_a_row_just_when_predicting_it_counts_one(
            @ForAll @IntRange(min = 0, max = 4) int from, @ForAll @IntRange(min = 0, max = 4) int to) {
        Trip trip = new Trip(from, to, "b", 0);
        Map<String, Vectorizer.Counts> before = crossed.vectorizer().counts();
        crossed.predict(trip);
        List<String> counted = crossed.vectorizer().counts().entrySet().stream()
                .filter(now -> !now.getValue().equals(before.get(now.getKey())))
                .map(Map.Entry::getKey)
                .toList();

        assertThat(crossed.unseen(trip)).containsExactlyInAnyOrderElementsOf(counted);
    }

    @Test
    void values_are_read_by_what_they_mean() {
        assertThat(Signature.value(new Field("n", FieldType.INT32, false), "130"))
                .isEqualTo(130L);
        assertThat(Signature.value(new Field("n", FieldType.FLOAT64, false), "1.5"))
                .isEqualTo(1.5);
        assertThat(Signature.value(new Field("n", FieldType.BOOLEAN, false), 1)).isEqualTo(true);
        assertThat(Signature.value(new Field("n", FieldType.STRING, false), 2.0))
                .isEqualTo("2");
        assertThat(Signature.value(new Field("n", FieldType.TIMESTAMP, false), "2021-01-31T17:05:00"))
                .isEqualTo(LocalDateTime.of(2021, 1, 31, 17, 5));
        assertThatThrownBy(() -> Signature.value(new Field("n", FieldType.INT32, false), "1.5"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("field 'n' is '1.5'");
    }
}
