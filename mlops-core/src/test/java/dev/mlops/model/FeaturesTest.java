package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.model.CategoryFeature.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturesTest {
    private static final NumberFeature DISTANCE = Feature.number("distance");

    @Test
    void names_come_from_the_declaration() {
        assertThat(Feature.number("d").log1p().sqrt().name()).isEqualTo("sqrt(log1p(d))");
        assertThat(Feature.number("d").above(2.5).name()).isEqualTo("above(d,2.5)");
        assertThat(Feature.number("d").sqrt().flag().name()).isEqualTo("bad(sqrt(d))");
        assertThat(Feature.cross("a", "b", "c").name()).isEqualTo("a_b_c");
        assertThat(Feature.cross(Feature.category("a"), Feature.weekday("t")).name())
                .isEqualTo("a_weekday(t)");
        assertThat(Feature.category("a").times(DISTANCE.log1p()).name()).isEqualTo("a*log1p(distance)");
        assertThat(Feature.category("a").named("zone").name()).isEqualTo("zone");
        assertThat(DISTANCE.named("miles").name()).isEqualTo("miles");
    }

    @Test
    void two_features_of_one_name_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Features.of(DISTANCE.scale(2), DISTANCE))
                .withMessage("two features are called distance: give one of them another name with named()");
        assertThat(Features.of(DISTANCE.scale(2).named("twice"), DISTANCE).list())
                .hasSize(2);
    }

    @Test
    void no_features_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(Features::of)
                .withMessage("no features are declared: there must be at least one");
    }

    @Test
    void equal_declarations_are_equal() {
        Features one = Features.of(List.of(DISTANCE, Feature.hour("t")));

        assertThat(one).isEqualTo(Features.of(DISTANCE, Feature.hour("t"))).hasToString("[distance, hour(t)]");
        assertThat(one).hasSameHashCodeAs(Features.of(DISTANCE, Feature.hour("t")));
        assertThat(one).isNotEqualTo(Features.of(DISTANCE));
        assertThat(one.contentHash()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void json_of_a_newer_version_is_refused() {
        String json = Features.of(DISTANCE).toJson().replace("\"version\":1", "\"version\":9");

        assertThatThrownBy(() -> Features.fromJson(json))
                .isInstanceOf(InvalidException.class)
                .hasMessage(
                        "JSON of features has version 9: this library reads up to 1, it was written by a newer one");
    }

    @Test
    void options_are_checked_where_they_are_given() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DISTANCE.within(2, 1))
                .withMessage("column distance is within 2.0 to 1.0: the first must not be the larger one");
        assertThatIllegalArgumentException().isThrownBy(() -> DISTANCE.within(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> DISTANCE.scale(0));
        assertThatIllegalArgumentException().isThrownBy(() -> DISTANCE.above(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Fill.constant(Double.POSITIVE_INFINITY));
        assertThatIllegalArgumentException().isThrownBy(Fill::medianBy);
        assertThatIllegalArgumentException().isThrownBy(() -> Feature.number(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> Feature.hour("t").named(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Feature.cross("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Feature.category("a").minCount(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Feature.category("a").hash(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Feature.category("a").hash(21));
        assertThatIllegalArgumentException().isThrownBy(() -> DISTANCE.bucket());
        assertThatIllegalArgumentException().isThrownBy(() -> DISTANCE.bucket(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> DISTANCE.bucket(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> DISTANCE.quantiles(1));
    }

    @Test
    void options_that_contradict_each_other_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Feature.category("a").unseen(Rule.FAIL).minCount(2))
                .withMessageContaining("so unseen may not fail");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Feature.category("a").hash(4).unseen(Rule.LEVEL))
                .withMessageContaining("none is unseen");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Feature.cross(Feature.category("a").minCount(2), Feature.category("b")))
                .withMessageContaining("part a of a cross carries options");
        assertThatIllegalStateException()
                .isThrownBy(() -> DISTANCE.flag().log1p())
                .withMessage("feature bad(distance) is a flag: give its rules before flag()");
        assertThatIllegalStateException()
                .isThrownBy(() -> DISTANCE.standardise().bucket(1));
        assertThatIllegalStateException().isThrownBy(() -> Fill.mean().orElse(Fill.median()));
    }
}
