package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static dev.mlops.storage.tck.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.storage.spi.VersionStatus;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Versions, whose numbers are never used again. */
interface VersionTests extends ModelStoreFixture {

    @Test
    default void a_version_begins_pending_with_what_it_was_made_with() {
        model("trips");
        NewVersion begin = new NewVersion(
                "trips",
                Samples.id(),
                "first",
                Map.of("alpha", "0.1"),
                Map.of("rmse", 5.5, "nan", Double.NaN, "inf", Double.POSITIVE_INFINITY, "zero", -0.0),
                Map.of("team", "eta"),
                at(7));

        VersionData created = store().createVersion(begin, entry("trips", "register", 9));

        assertThat(created)
                .isEqualTo(new VersionData(
                        1, begin, VersionStatus.PENDING, "first", Map.of("team", "eta"), Set.of(), at(7)));
        assertThat(store().findVersion("trips", 1)).contains(created);
        assertThat(another().findVersion("trips", 1)).contains(created);
        assertThat(get("trips").updated()).isEqualTo(at(9));
    }

    @Test
    default void numbers_count_up_in_each_model_of_its_own() {
        model("trips");
        model("fares");

        assertThat(version("trips")).isEqualTo(1);
        assertThat(version("trips")).isEqualTo(2);
        assertThat(version("fares")).isEqualTo(1);
        assertThat(version("trips")).isEqualTo(3);
    }

    @Test
    default void a_number_is_not_used_again_after_its_version_was_removed() {
        model("trips");
        version("trips");
        version("trips");

        store().removeVersion("trips", 2, entry("trips", "remove", 2));
        assertThat(version("trips")).isEqualTo(3);
        store().removeVersion("trips", 1, entry("trips", "remove", 2));
        store().removeVersion("trips", 3, entry("trips", "remove", 2));

        assertThat(version("trips")).isEqualTo(4);
        assertThat(store().findVersion("trips", 2)).isEmpty();
    }

    @Test
    default void a_number_is_not_used_again_after_its_model_was_removed() {
        model("trips");
        version("trips");
        version("trips");
        store().removeModel("trips", entry("trips", "remove", 2));

        model("trips");

        assertThat(version("trips")).isEqualTo(3);
        assertThat(store().findVersion("trips", 1)).isEmpty();
    }

    @Test
    default void status_description_and_tags_change_and_what_it_began_with_stays() {
        model("trips");
        NewVersion begin = new NewVersion("trips", null, "first", Map.of(), Map.of(), Map.of("a", "1"), T0);
        store().createVersion(begin, entry("trips", "register", 1));
        version("trips");

        change("trips", new ModelChange.Status(1, VersionStatus.READY), 5);
        change("trips", new ModelChange.Describe(1, "good"), 6);
        change("trips", new ModelChange.Tag(1, "b", "2"), 7);
        change("trips", new ModelChange.Tag(1, "a", null), 8);

        assertThat(get("trips", 1))
                .isEqualTo(new VersionData(1, begin, VersionStatus.READY, "good", Map.of("b", "2"), Set.of(), at(8)));
        assertThat(get("trips", 2).status()).isEqualTo(VersionStatus.PENDING);
        assertThat(get("trips").tags()).isEmpty();
        assertThat(get("trips").updated()).isEqualTo(at(1));
    }

    @Test
    default void a_version_that_is_not_there_can_not_be_changed() {
        model("trips");
        version("trips");

        for (int number : new int[] {2, -1, Integer.MAX_VALUE}) {
            assertThat(store().findVersion("trips", number)).isEmpty();
            assertThatThrownBy(() -> change("trips", new ModelChange.Status(number, VersionStatus.READY), 1))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContainingAll("trips", String.valueOf(number));
            assertThatThrownBy(() -> change("trips", new ModelChange.Tag(number, "a", "1"), 1))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> change("trips", new ModelChange.Describe(number, "x"), 1))
                    .isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> store().removeVersion("trips", number, entry("trips", "remove", 1)))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContainingAll("trips", String.valueOf(number));
        }
        assertThatThrownBy(() -> store().removeVersion("fares", 1, entry("fares", "remove", 1)))
                .isInstanceOf(NotFoundException.class);
        assertThat(store().findVersion("fares", 1)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileKeys")
    default void any_key_keeps_its_own_value(String key) {
        model("trips");
        NewVersion begin = new NewVersion(
                "trips", null, key, Map.of(key, key), Map.of(key, 1.5, "other", 2.0), Map.of(key, key), T0);

        store().createVersion(begin, entry("trips", "register", 1));

        assertThat(get("trips", 1).begin()).isEqualTo(begin);
        change("trips", new ModelChange.Tag(1, key, null), 2);
        assertThat(get("trips", 1).tags()).isEmpty();
    }
}
