package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.Content;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hard deletion, of which nothing but the history stays. */
interface DeletionTests extends RegistryFixture {

    @Test
    default void a_removed_version_is_gone_with_its_files() {
        ModelVersion version = version();
        version();
        version.load();
        registry().promote(version, CHAMPION, REFUSED);

        registry().because("wrong data").version("trips/1").delete();

        assertThat(registry().findVersion("trips/1")).isEmpty();
        assertThat(version.artifacts()).isEmpty();
        assertThatThrownBy(() -> registry().load("trips/1")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(version::load).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(version::delete)
                .isInstanceOf(NotFoundException.class)
                .hasMessage("version trips/1 doesn't exist");
        assertThat(last()).isEqualTo(new AuditEntry(TRIPS, 1, "delete", "", "", "", "ada", "wrong data", now()));
        assertThat(registry().load("trips/2").contentHash()).isEqualTo(MODEL.contentHash());
    }

    @Test
    default void numbers_are_never_used_again() {
        version();
        version().delete();
        assertThat(version().number()).isEqualTo(3);
        registry().model(TRIPS).delete();
        registry().create(TRIPS);
        assertThat(version().number()).isEqualTo(4);
        registry().model(TRIPS).delete();
        assertThat(version().number()).isEqualTo(5);
        assertThat(registry().versions(TRIPS).list()).hasSize(1);
    }

    @Test
    default void a_version_that_an_alias_points_to_stays() {
        ModelVersion version = version();
        registry().alias(version, CHAMPION);

        assertThatThrownBy(version::delete)
                .isInstanceOf(ConflictException.class)
                .hasMessage(
                        "version 1 of 'trips' has the alias 'champion', expected none: move it to another version first");

        assertThat(registry().load("trips@champion").contentHash()).isEqualTo(MODEL.contentHash());
        registry().unalias(TRIPS, CHAMPION);
        version.delete();
        assertThat(registry().findVersion("trips/1")).isEmpty();
    }

    @Test
    default void a_removed_model_is_gone_with_all_versions_files_and_aliases() {
        registry().alias(version(), CHAMPION);
        version().load();
        registry().register("trips2", MODEL);

        registry().model(TRIPS).delete();

        assertThat(registry().findModel(TRIPS)).isEmpty();
        assertThat(registry().versions(TRIPS).list()).isEmpty();
        assertThat(registry().files(TRIPS, 1).list()).isEmpty();
        assertThat(registry().files(TRIPS, 2).list()).isEmpty();
        assertThatThrownBy(() -> registry().load("trips@champion")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> registry().load("trips/2")).isInstanceOf(NotFoundException.class);
        assertThat(registry().load("trips2/1").contentHash()).isEqualTo(MODEL.contentHash());
    }

    @Test
    default void what_is_registered_anew_while_a_model_is_removed_keeps_its_files() {
        version();
        ModelRegistry other = registry();
        ModelRegistry removing = ModelRegistry.builder(workspace())
                .onChange(entry -> {
                    if (entry.action().equals(Actions.DELETE)) {
                        other.register(TRIPS, MODEL);
                    }
                })
                .build();

        removing.model(TRIPS).delete();

        assertThat(registry().files(TRIPS, 1).list()).isEmpty();
        assertThat(registry().load("trips/2").contentHash()).isEqualTo(MODEL.contentHash());
    }

    @Test
    default void the_content_of_what_was_removed_is_purged() {
        ModelVersion version = version();
        List<Content> shared = registry().register(TRIPS, Rides.model(8)).artifacts().stream()
                .map(Artifact::content)
                .toList();
        long bytes = version.artifacts().stream()
                .map(Artifact::content)
                .filter(content -> !shared.contains(content))
                .mapToLong(Content::size)
                .sum();
        version.delete();
        advance(Duration.ofHours(2));

        assertThat(workspace().purge(Duration.ZERO).bytes()).isEqualTo(bytes);

        assertThat(registry().load("trips/2").predict(Rides.EXAMPLE)).isPositive();
    }

    @Test
    default void what_another_process_has_removed_is_not_loaded_from_memory() {
        ModelVersion version = version();
        version.load();

        workspace()
                .storage()
                .models()
                .removeVersion(TRIPS, 1, registry().ledger().entry(TRIPS, 1, "delete", "", ""));

        assertThatThrownBy(() -> registry().load("trips/1"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("version trips/1 doesn't exist");
    }
}
