package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.at;
import static dev.mlops.storage.tck.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.VersionStatus;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Aliases, which point to one version and move only as expected. */
interface AliasTests extends ModelStoreFixture {

    private void versions(int count) {
        model("trips");
        for (int i = 0; i < count; i++) {
            version("trips");
        }
    }

    @Test
    default void an_alias_points_moves_and_is_taken_away() {
        versions(2);

        alias("trips", "champion", 1, 0);
        assertThat(get("trips").aliases()).isEqualTo(Map.of("champion", 1));
        assertThat(get("trips", 1).aliases()).containsExactly("champion");

        alias("trips", "champion", 2, 1);
        assertThat(get("trips").aliases()).isEqualTo(Map.of("champion", 2));
        assertThat(get("trips", 1).aliases()).isEmpty();
        assertThat(get("trips", 2).aliases()).containsExactly("champion");

        alias("trips", "champion", 0, 2);
        assertThat(get("trips").aliases()).isEmpty();
        assertThat(get("trips", 2).aliases()).isEmpty();
    }

    @Test
    default void a_version_may_have_several_aliases() {
        versions(2);

        alias("trips", "champion", 1, null);
        alias("trips", "latest", 1, null);
        alias("trips", "Champion", 2, null);

        assertThat(get("trips", 1).aliases()).containsExactlyInAnyOrder("champion", "latest");
        assertThat(get("trips").aliases()).isEqualTo(Map.of("champion", 1, "latest", 1, "Champion", 2));
    }

    @Test
    default void an_alias_that_points_elsewhere_than_expected_is_a_conflict_that_changes_nothing() {
        versions(3);
        alias("trips", "champion", 2, 0);
        int entries = store().history("trips", Instant.MAX).size();

        assertThatThrownBy(() -> alias("trips", "champion", 3, 1))
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("champion", "trips", "2", "1");
        assertThatThrownBy(() -> alias("trips", "champion", 3, 0)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> alias("trips", "champion", 0, 3)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> alias("trips", "challenger", 3, 2)).isInstanceOf(ConflictException.class);

        assertThat(get("trips").aliases()).isEqualTo(Map.of("champion", 2));
        assertThat(store().history("trips", Instant.MAX)).hasSize(entries);
    }

    @Test
    default void where_it_does_not_matter_an_alias_moves_from_anywhere() {
        versions(2);

        alias("trips", "champion", 2, null);
        alias("trips", "champion", 1, null);
        alias("trips", "never there", 0, null);

        assertThat(get("trips").aliases()).isEqualTo(Map.of("champion", 1));
    }

    @Test
    default void an_alias_can_not_point_to_a_version_that_is_not_there() {
        versions(2);
        store().removeVersion("trips", 2, entry("trips", "remove", 2));

        for (int missing : new int[] {2, 3, -1}) {
            assertThatThrownBy(() -> alias("trips", "champion", missing, null))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContainingAll("trips", String.valueOf(missing));
        }
        assertThatThrownBy(() -> alias("fares", "champion", 1, null)).isInstanceOf(NotFoundException.class);
        assertThat(get("trips").aliases()).isEmpty();
    }

    @Test
    default void no_alias_points_to_a_version_that_failed() {
        versions(2);
        alias("trips", "champion", 1, 0);
        change("trips", new ModelChange.Status(2, VersionStatus.FAILED), 3);

        assertThatThrownBy(() -> alias("trips", "champion", 2, 1))
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("champion", "trips", "version 2", "FAILED");
        assertThatThrownBy(() -> change("trips", new ModelChange.Status(1, VersionStatus.FAILED), 4))
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("champion", "trips", "version 1");

        assertThat(get("trips").aliases()).isEqualTo(Map.of("champion", 1));
        change("trips", new ModelChange.Status(2, VersionStatus.READY), 5);
        alias("trips", "champion", 2, 1);
    }

    @Test
    default void a_removed_version_takes_its_aliases() {
        versions(2);
        alias("trips", "champion", 2, 0);
        alias("trips", "latest", 2, 0);
        alias("trips", "baseline", 1, 0);

        store().removeVersion("trips", 2, entry("trips", "remove", 9));

        assertThat(get("trips").aliases()).isEqualTo(Map.of("baseline", 1));
        assertThat(get("trips").updated()).isEqualTo(at(9));
        alias("trips", "champion", 1, 0);
    }

    @Test
    default void an_alias_belongs_to_one_model() {
        versions(1);
        model("fares");
        version("fares");

        alias("trips", "champion", 1, 0);
        alias("fares", "champion", 1, 0);
        alias("trips", "champion", 0, 1);

        assertThat(get("fares").aliases()).isEqualTo(Map.of("champion", 1));
    }

    @Test
    default void an_alias_changes_the_model_and_not_the_version() {
        versions(1);
        Instant before = get("trips", 1).updated();

        change("trips", new ModelChange.Alias("champion", 1, 0), 50);

        assertThat(get("trips").updated()).isEqualTo(at(50));
        assertThat(get("trips", 1).updated()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.ModelTests#names")
    default void an_alias_may_have_any_name(String alias) {
        versions(1);

        alias("trips", alias, 1, 0);

        assertThat(get("trips").aliases()).isEqualTo(Map.of(alias, 1));
        assertThat(get("trips", 1).aliases()).containsExactly(alias);
    }
}
