package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models and versions, and how they are found. */
interface VersionTests extends RegistryFixture {

    @Test
    default void a_model_is_made_by_its_first_version_or_by_itself() {
        RegisteredModel made = registry().create("fares");
        version();

        assertThat(registry().models()).extracting(RegisteredModel::name).containsExactly("fares", TRIPS);
        assertThat(made.description()).isEmpty();
        assertThat(made.created()).isEqualTo(now());
        assertThat(made.versions().list()).isEmpty();
        assertThat(registry().findModel("zones")).isEmpty();
        assertThatThrownBy(() -> registry().model("zones"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("model 'zones' doesn't exist");
        assertThatThrownBy(() -> registry().create("fares"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("fares");
    }

    @Test
    default void versions_count_from_one_and_the_latest_is_found_first() {
        version();
        version();
        registry().register("fares", MODEL);

        assertThat(registry().versions(TRIPS).list())
                .extracting(ModelVersion::reference)
                .containsExactly("trips/2", "trips/1");
        assertThat(registry().versions().list())
                .extracting(ModelVersion::reference)
                .containsExactly("fares/1", "trips/2", "trips/1");
        assertThat(registry().model(TRIPS).versions().first().number()).isEqualTo(2);
        assertThat(registry().versions(TRIPS)).hasToString("versions of model [trips] order by []");
    }

    @Test
    default void versions_are_searched_by_what_they_were_registered_with() {
        registry().registration(TRIPS).model(MODEL).metric("rmse", 7).register();
        ModelVersion better = registry()
                .registration(TRIPS)
                .model(MODEL)
                .metric("rmse", 5)
                .param("alpha", "0.1")
                .tag("team", "eta")
                .register();
        version();
        registry().alias(better, CHAMPION);

        for (String condition : List.of(
                "metrics.rmse < 6",
                "params.alpha = '0.1'",
                "tags.team = 'eta'",
                "alias = 'champion'",
                "version = 2",
                "model = 'trips' and version > 1 and version < 3",
                "status = 'READY' and metrics.rmse != 7 and metrics.rmse IS NOT NULL")) {
            assertThat(registry().versions().where(condition).list())
                    .as(condition)
                    .extracting(ModelVersion::number)
                    .containsExactly(2);
        }
        assertThat(registry().versions().orderBy("metrics.rmse").list())
                .extracting(ModelVersion::number)
                .containsExactly(2, 1, 3);
        assertThatThrownBy(() ->
                        registry().versions(TRIPS).where("metrics.rmse < 0").first())
                .isInstanceOf(NotFoundException.class)
                .hasMessage("no version of model [trips] satisfies metrics.rmse < 0");
    }

    @Test
    default void a_version_is_found_by_number_and_by_alias() {
        version();
        registry().alias(version(), CHAMPION);

        for (String reference : List.of("trips/2", "trips@champion", "models:/trips/2", "models:/trips@champion")) {
            assertThat(registry().version(reference).number()).isEqualTo(2);
            assertThat(registry().findVersion(reference)).isPresent();
            assertThat(registry().load(reference).contentHash()).isEqualTo(MODEL.contentHash());
        }
    }

    @Test
    default void what_a_reference_leads_to_and_is_not_there_is_named() {
        version();

        assertMissing("fares/1", "version fares/1 doesn't exist");
        assertMissing("trips/2", "version trips/2 doesn't exist");
        assertMissing("trips/2147483647", "version trips/2147483647 doesn't exist");
        assertMissing("fares@champion", "model 'fares' doesn't exist");
        assertMissing("trips@champion", "model 'trips' has no alias 'champion', it has []");
    }

    private void assertMissing(String reference, String message) {
        assertThat(registry().findVersion(reference)).isEmpty();
        assertThatThrownBy(() -> registry().version(reference))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> registry().load(reference))
                .isInstanceOf(NotFoundException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "trips",
                "@",
                "/",
                "trips@",
                "trips/",
                "@champion",
                "/1",
                "trips/0",
                "trips/-1",
                "trips/+1",
                "trips/01",
                "trips/1.0",
                "trips/2147483648",
                "trips/1/2",
                "trips/champion",
                "trips@a@b",
                "trips@a/1",
                "trips/1@a",
                "../trips/1",
                "models:/",
                "models:/trips",
                "models://trips/1",
                "trips/\u0661",
                "trips/1 "
            })
    default void what_is_no_reference_is_refused(String reference) {
        version();

        assertThatThrownBy(() -> registry().version(reference))
                .isInstanceOf(InvalidException.class)
                .hasMessage("reference to a model version is '" + reference + "', expected name@alias or name/number");
        assertThatThrownBy(() -> registry().findVersion(reference)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> registry().load(reference)).isInstanceOf(InvalidException.class);
    }

    @Test
    default void a_model_is_read_once_and_shared() {
        ModelVersion version = registry().alias(version(), CHAMPION);

        Model loaded = version.load();

        assertThat(registry().load("trips@champion")).isSameAs(loaded);
        assertThat(registry().load("trips/1")).isSameAs(loaded);
        assertThat(ModelRegistry.in(workspace()).version("trips/1").load()).isSameAs(loaded);
        assertThat(loaded.predict(Rides.EXAMPLE)).isEqualTo(MODEL.predict(Rides.EXAMPLE));
    }

    @Test
    default void an_alias_that_moves_leads_to_the_other_model_at_once() {
        registry().alias(version(), CHAMPION);
        registry().load("trips@champion");
        Model other = Rides.model(5);

        registry().alias(registry().register(TRIPS, other), CHAMPION);

        assertThat(registry().load("trips@champion").contentHash()).isEqualTo(other.contentHash());
    }

    @Test
    default void a_version_lists_its_files_with_their_hashes() throws Exception {
        ModelVersion version = version();

        assertThat(version.artifacts())
                .extracting(artifact -> artifact.name().path())
                .containsExactly("model/estimator.pb", "model/model.json", "model/vectorizer.json", "version.json");
        try (var in = version.open("model/estimator.pb")) {
            assertThat(in.readAllBytes()).isEqualTo(MODEL.files().get("estimator.pb"));
        }
        assertThatThrownBy(() -> version.open("model/secret"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("version trips/1 has no file 'model/secret'");
        assertThatThrownBy(() -> version.open("../../1/version.json")).isInstanceOf(InvalidException.class);
    }

    @Test
    default void a_stage_is_an_alias_of_its_name() {
        registry().alias(version(), Stage.PRODUCTION.alias());

        assertThat(registry().version("trips@production").number()).isEqualTo(1);
    }
}
