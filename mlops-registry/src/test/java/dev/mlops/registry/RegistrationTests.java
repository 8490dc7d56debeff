package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionStatus;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Registering from memory, and what goes wrong meanwhile. */
interface RegistrationTests extends RegistryFixture {

    @Test
    default void a_model_from_memory_is_registered_with_what_it_knows_of_itself() {
        ModelVersion version = version();

        assertThat(version).hasToString("version trips/1").isEqualTo(registry().version("trips/1"));
        assertThat(version.hashCode()).isEqualTo(registry().version("trips/1").hashCode());
        assertThat(version.status()).isEqualTo(VersionStatus.READY);
        assertThat(version.created()).isEqualTo(now());
        assertThat(version.modelHash()).isEqualTo(MODEL.contentHash());
        assertThat(version.signature()).isEqualTo(MODEL.signature().toString());
        assertThat(version.libraries()).containsKeys("mlops", "tribuo", "java");
        assertThat(version.commit()).isEmpty();
        assertThat(version.runId()).isEmpty();
        assertThat(version.run()).isEmpty();
        assertThat(version.example()).isEmpty();
        assertThat(version.promotions()).isEmpty();
        assertThat(version.datasets()).singleElement().satisfies(data -> {
            assertThat(data.name()).isEqualTo("rides 3.0");
            assertThat(data.digest()).isEqualTo(MODEL.provenance().data().digest());
            assertThat(data.rows()).isEqualTo(40);
        });
        assertThat(version.findMetric("rmse")).isEmpty();
        assertThatThrownBy(() -> version.metric("rmse"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("version trips/1 has no metric 'rmse', it has []");
        assertThat(entries()).extracting(AuditEntry::action).containsExactly("create", "register", "ready");
        assertThat(entries()).extracting(AuditEntry::version).containsExactly(0, 1, 1);
    }

    @Test
    default void what_is_said_beside_is_there() {
        DatasetInput data = new DatasetInput("february", "sha256:" + "0".repeat(64), "test", "", "", 7);

        ModelVersion version = registry()
                .because("monthly training")
                .registration(TRIPS)
                .model(MODEL)
                .metric("rmse", 5.25)
                .metric("nan", Double.NaN)
                .param("alpha", "0.1")
                .tag("team", "eta")
                .dataset(data)
                .describe("a first try")
                .example(Rides.EXAMPLE)
                .register();

        assertThat(version.metric("rmse")).isEqualTo(5.25);
        assertThat(version.metric("nan")).isNaN();
        assertThat(version.params()).isEqualTo(Map.of("alpha", "0.1"));
        assertThat(version.tags()).isEqualTo(Map.of("team", "eta"));
        assertThat(version.datasets()).containsExactly(data);
        assertThat(version.description()).isEqualTo("a first try");
        assertThat(version.example()).isEqualTo(Optional.of(Rides.EXAMPLE));
        assertThat(last().reason()).isEqualTo("monthly training");
        assertThat(last().actor()).isEqualTo("ada");
    }

    @Test
    default void an_example_must_be_answered() {
        Registration registration = registry().registration(TRIPS).model(MODEL);

        assertThatThrownBy(() -> registration.example(Map.of("zone", "x")).register())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("distance");
        assertThatThrownBy(() -> registration
                        .example(Map.of("zone", "x", "distance", 1, "more", new Object()))
                        .register())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("can't be written as JSON");

        assertThat(registry().findModel(TRIPS)).isEmpty();
        assertThat(registry()
                        .registration(TRIPS)
                        .model(Rides.classifier())
                        .example(Rides.EXAMPLE)
                        .register()
                        .number())
                .isEqualTo(1);
    }

    @Test
    default void a_version_needs_a_model() {
        assertThatThrownBy(() -> registry().registration(TRIPS).register())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a version needs a model, expected run(run) or model(model) before register()");
        assertThat(registry().models()).isEmpty();
    }

    @Test
    default void what_breaks_a_limit_takes_no_number() {
        Registration registration = registry().registration(TRIPS).model(MODEL);

        assertThatThrownBy(() -> registration.tag("", "x").register()).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> registry()
                        .registration(TRIPS)
                        .model(MODEL)
                        .describe("x".repeat(8_001))
                        .register())
                .isInstanceOf(InvalidException.class);

        assertThat(registry().models()).isEmpty();
    }

    @Test
    default void equal_models_share_their_content() {
        ModelVersion one = version();
        ModelVersion two = version();

        for (String file : MODEL.files().keySet()) {
            assertThat(two.files().content("model/" + file))
                    .isEqualTo(one.files().content("model/" + file));
        }
    }

    @Test
    default void what_a_process_that_died_left_behind_is_not_used_and_can_be_removed() {
        version();
        NewVersion begun = new NewVersion(
                TRIPS, null, "", Collections.emptyMap(), Collections.emptyMap(), Collections.emptyMap(), now());
        registry().ledger().created(begun);
        ModelVersion pending = registry().version("trips/2");

        assertThat(pending.status()).isEqualTo(VersionStatus.PENDING);
        assertNotReady(pending, "version trips/2 is PENDING, expected READY");

        pending.delete();
        assertThat(registry().findVersion("trips/2")).isEmpty();
        assertThat(version().number()).isEqualTo(3);
    }

    @Test
    default void a_version_that_failed_is_not_used_and_can_be_removed() {
        ModelVersion version = version();
        registry().edit().status(TRIPS, 1, VersionStatus.FAILED, Actions.FAILED);
        ModelVersion failed = registry().version("trips/1");

        assertNotReady(failed, "version trips/1 is FAILED, expected READY");
        assertThatThrownBy(() -> registry().alias(version, CHAMPION)) // as it was before
                .isInstanceOf(ConflictException.class)
                .hasMessage("version 1 of 'trips' is FAILED, expected another for the alias 'champion'");
        failed.delete();
        assertThat(registry().versions(TRIPS).list()).isEmpty();
    }

    private void assertNotReady(ModelVersion version, String message) {
        assertThatThrownBy(version::load).isInstanceOf(ConflictException.class).hasMessage(message);
        assertThatThrownBy(() -> registry().load(version.reference()))
                .isInstanceOf(ConflictException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> registry().alias(version, CHAMPION))
                .isInstanceOf(ConflictException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> registry().promote(version, CHAMPION, Gate.open()))
                .isInstanceOf(ConflictException.class)
                .hasMessage(message);
    }

    @Test
    default void a_version_that_is_removed_while_it_is_registered_leaves_no_files() {
        ModelRegistry removing = ModelRegistry.builder(workspace())
                .onChange(entry -> {
                    if (entry.action().equals(Actions.REGISTER)) {
                        registry().model(TRIPS).delete();
                    }
                })
                .build();

        assertThatThrownBy(() -> removing.register(TRIPS, MODEL)).isInstanceOf(NotFoundException.class);

        assertThat(registry().files(TRIPS, 1).list()).isEmpty();
    }

    @Test
    default void a_registration_can_be_made_again() {
        Registration registration = registry().registration(TRIPS).model(MODEL);
        Model other = Rides.model(4);

        assertThat(registration.register().number()).isEqualTo(1);
        assertThat(registration.model(other).register().modelHash()).isEqualTo(other.contentHash());
    }
}
