package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What features and rows a vectoriser refuses. */
class RefusedFeaturesTest {
    private static final NumberFeature DISTANCE = Feature.number("distance");

    @Test
    void fitting_on_no_rows() {
        assertThatThrownBy(() -> VectorizerTest.fit(List.of(), DISTANCE))
                .isInstanceOf(InvalidException.class)
                .hasMessage("dataset 'rides' has no rows: features can't be fitted on it");
    }

    @Test
    void a_column_that_does_not_exist() {
        assertThatThrownBy(() -> VectorizerTest.fit(List.of(Ride.of(1, 1, 1.0)), Feature.hour("dropoff")))
                .isInstanceOf(InvalidException.class)
                .hasMessage("what feature hour(dropoff) reads from has no column 'dropoff': expected one of"
                        + " from, to, distance, flag, stored, passengers, pickup, vendor");
    }

    @Test
    void a_column_of_the_wrong_type() {
        assertThatThrownBy(() -> VectorizerTest.fit(List.of(Ride.of(1, 1, 1.0)), Feature.number("flag")))
                .isInstanceOf(InvalidException.class)
                .hasMessage("feature flag reads column 'flag', which is STRING: it must be a number or a boolean");
        assertThatThrownBy(() -> VectorizerTest.fit(List.of(Ride.of(1, 1, 1.0)), Feature.hour("from")))
                .hasMessageContaining("it must be a date-time");
        assertThatThrownBy(() -> VectorizerTest.fit(List.of(Ride.of(1, 1, 1.0)), Feature.category("pickup")))
                .hasMessageContaining("of a date-time take hour or weekday");
    }

    @Test
    void a_record_without_a_field_that_is_read() {
        record Stub(int to) {}
        Vectorizer vectorizer = VectorizerTest.fit(List.of(Ride.of(1, 1, 1.0)), Feature.category("from"));

        assertThatThrownBy(() -> vectorizer.transform(new Stub(1)))
                .isInstanceOf(InvalidException.class)
                .hasMessage("record Stub has no column 'from': expected one of to");
    }

    @Test
    void a_column_that_is_missing_throughout() {
        List<Ride> rides = List.of(Ride.of(1, 1, null), Ride.of(2, 1, null));

        for (Feature feature : List.of(DISTANCE.fill(Fill.constant(1)), DISTANCE.flag(), Feature.category("flag"))) {
            assertThatThrownBy(() -> VectorizerTest.fit(rides, Feature.category("from"), feature))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(
                            "is missing in every row of dataset 'rides', so that there is" + " nothing to learn");
        }
        assertThatThrownBy(() -> VectorizerTest.fit(
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
        Vectorizer vectorizer = VectorizerTest.fit(good, feature);

        assertThatThrownBy(() -> vectorizer.transform(Ride.of(1, 1, value)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("column 'distance' " + message);
    }

    @Test
    void features_that_leave_no_column() {
        assertThatThrownBy(() -> VectorizerTest.fit(
                        List.of(Ride.flagged("a"), Ride.flagged(null)),
                        Feature.category("flag").minCount(2)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("no column");
    }
}
