package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.data.Dataset;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class SplineTest {
    record Ride(String zone, double miles, LocalDateTime pickup) {}

    private static final LocalDateTime FRIDAY = LocalDateTime.of(2021, 1, 1, 23, 59);
    private static final Dataset<Ride> RIDES = Dataset.of(
            "rides",
            Ride.class,
            List.of(
                    new Ride("a", 1, FRIDAY),
                    new Ride("b", 3, FRIDAY.plusDays(1)),
                    new Ride("a", 9, FRIDAY.plusHours(5))));
    private static final NumberFeature MILES = Feature.number("miles");

    @Test
    void a_number_between_two_knots_has_a_share_in_both() {
        Vectorizer vectorizer = MILES.spline(0, 2, 6).fit(RIDES);

        assertThat(vectorizer.transform(Map.of("miles", 3)))
                .isEqualTo(Map.of("hat(miles,0,2,6)", 0.75, "hat(miles,2,6,6)", 0.25));
        assertThat(vectorizer.transform(Map.of("miles", 2))).isEqualTo(Map.of("hat(miles,0,2,6)", 1.0));
    }

    @Property
    void shares_add_up_to_one_and_give_the_number_back_between_the_ends(
            @ForAll @DoubleRange(min = -5, max = 50) double x) {
        double[] knots = {0, 0.5, 3, 10, 22};
        SortedMap<String, Double> shares = MILES.spline(knots).fit(RIDES).transform(Map.of("miles", x));

        double sum = 0;
        double number = 0;
        for (int k = 0; k < knots.length; k++) {
            double left = knots[Math.max(0, k - 1)];
            double right = knots[Math.min(knots.length - 1, k + 1)];
            String name = "hat(miles,%s,%s,%s)".formatted(Levels.text(left), Levels.text(knots[k]), Levels.text(right));
            double share = shares.getOrDefault(name, 0.0);
            sum += share;
            number += share * knots[k];
        }
        assertThat(shares).hasSizeLessThanOrEqualTo(2);
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(number).isCloseTo(Math.max(0, Math.min(22, x)), within(1e-12));
    }

    @Test
    void each_level_of_a_category_has_a_curve_of_its_own() {
        Vectorizer vectorizer =
                Feature.category("zone").scale(0.5).times(MILES.spline(0, 4)).fit(RIDES);

        assertThat(vectorizer.columns())
                .containsExactly(
                        "zone*hat(miles,0,0,4)=a",
                        "zone*hat(miles,0,0,4)=b",
                        "zone*hat(miles,0,4,4)=a",
                        "zone*hat(miles,0,4,4)=b");
        assertThat(vectorizer.transform(Map.of("zone", "b", "miles", 1)))
                .isEqualTo(Map.of("zone*hat(miles,0,0,4)=b", 0.375, "zone*hat(miles,0,4,4)=b", 0.125));
        assertThat(vectorizer.transform(Map.of("zone", "c", "miles", 1))).isEmpty();
        assertThat(Vectorizer.fromJson(vectorizer.toJson())).isEqualTo(vectorizer);
    }

    @Test
    void features_grow_by_others_and_names_stay_unique() {
        Features features = Features.of(MILES).and(MILES.spline(0, 4));

        assertThat(features.list()).hasSize(3);
        assertThatThrownBy(() -> features.and(MILES.spline(0, 4)))
                .hasMessageContaining("hat(miles,0,0,4)")
                .hasMessageContaining("named()");
    }

    @Test
    void knots_must_be_at_least_two_and_ascend() {
        assertThatThrownBy(() -> MILES.spline(1)).hasMessageContaining("1 knots");
        assertThatThrownBy(() -> MILES.spline(2, 1)).hasMessageContaining("ascend");
        assertThatThrownBy(() -> MILES.flag().spline(1, 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Feature.category("zone").named("z").times(MILES.spline(1, 2)))
                .hasMessageContaining("named");
        assertThatThrownBy(() -> Feature.category("zone").times(Features.of(Feature.category("zone"))))
                .hasMessageContaining("only a number");
    }

    @Test
    void weekends_and_blocks_of_hours_are_categories() {
        Vectorizer vectorizer = Features.of(
                        Feature.weekend("pickup"), Feature.cross(Feature.hour("pickup", 4), Feature.weekend("pickup")))
                .fit(RIDES);

        assertThat(vectorizer.columns())
                .containsExactly(
                        "hour(pickup,4)_weekend(pickup)=1_1",
                        "hour(pickup,4)_weekend(pickup)=5_0",
                        "hour(pickup,4)_weekend(pickup)=5_1",
                        "weekend(pickup)=0",
                        "weekend(pickup)=1");
        assertThat(vectorizer.transform(Map.of("pickup", "2021-01-03T20:00:00")).keySet())
                .containsExactly("hour(pickup,4)_weekend(pickup)=5_1", "weekend(pickup)=1");
        assertThatThrownBy(() -> Feature.hour("pickup", 13)).hasMessageContaining("13");
    }
}
