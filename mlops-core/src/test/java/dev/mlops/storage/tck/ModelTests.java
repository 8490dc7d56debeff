package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static dev.mlops.storage.tck.Samples.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models: their names, descriptions and tags. */
interface ModelTests extends ModelStoreFixture {

    /** Names that a model may have. */
    static Stream<String> names() {
        return Samples.hostileKeys().filter(name -> name.chars().noneMatch(c -> "/:@\\".indexOf(c) >= 0));
    }

    @Test
    default void a_model_is_found_as_it_was_created() {
        ModelData model =
                new ModelData("trips", "it's\nlong", Map.of("team", "eta", "empty", ""), new TreeMap<>(), T0, at(3));

        store().createModel(model, entry("trips", "create", 0));

        assertThat(store().findModel("trips")).contains(model);
        assertThat(another().findModel("trips")).contains(model);
        assertThat(store().findModel("Trips")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.ModelTests#names")
    default void a_model_may_have_any_name(String name) {
        model(name);
        model("other");
        int number = version(name);
        alias(name, "champion", number, 0);

        assertThat(get(name).aliases()).isEqualTo(Map.of("champion", 1));
        assertThat(get(name, 1).model()).isEqualTo(name);
        assertThat(store().listModels()).extracting(ModelData::name).containsExactlyInAnyOrder(name, "other");
        assertThat(store().history(name, Instant.MAX)).hasSize(3);
    }

    @Test
    default void a_name_is_taken() {
        model("trips");

        assertThatThrownBy(() -> model("trips"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("trips");
        assertThat(store().history("trips", Instant.MAX)).hasSize(1);
    }

    @Test
    default void models_are_listed_by_name_in_code_point_order() {
        assertThat(store().listModels()).isEmpty();
        for (String name : new String[] {"b", "🚕", "a", "\uffee", "B", "é"}) {
            model(name);
        }

        assertThat(store().listModels())
                .extracting(ModelData::name)
                .containsExactly("B", "a", "b", "é", "\uffee", "🚕");
    }

    @Test
    default void description_and_tags_change() {
        model("trips");

        change("trips", new ModelChange.Describe(0, "of taxis"), 5);
        change("trips", new ModelChange.Tag(0, "a", "1"), 6);
        change("trips", new ModelChange.Tag(0, "b", ""), 7);
        change("trips", new ModelChange.Tag(0, "a", "2"), 8);
        change("trips", new ModelChange.Tag(0, "b", null), 9);
        change("trips", new ModelChange.Tag(0, "never there", null), 10);

        assertThat(get("trips"))
                .isEqualTo(new ModelData("trips", "of taxis", Map.of("a", "2"), new TreeMap<>(), T0, at(10)));
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileValues")
    default void any_text_comes_back_as_it_was(String text) {
        model("trips");
        version("trips");

        change("trips", new ModelChange.Describe(0, text), 1);
        change("trips", new ModelChange.Describe(1, text), 1);
        change("trips", new ModelChange.Tag(0, "key", text), 1);
        change("trips", new ModelChange.Tag(1, "key", text), 1);

        assertThat(get("trips").description()).isEqualTo(text);
        assertThat(get("trips").tags()).isEqualTo(Map.of("key", text));
        assertThat(get("trips", 1).description()).isEqualTo(text);
        assertThat(get("trips", 1).tags()).isEqualTo(Map.of("key", text));
    }

    @Test
    default void a_model_that_is_not_there_can_not_be_changed() {
        model("other");

        assertThatThrownBy(() -> change("trips", new ModelChange.Describe(0, "x"), 1))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("trips");
        assertThatThrownBy(() -> version("trips"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("trips");
        assertThatThrownBy(() -> store().removeModel("trips", entry("trips", "remove", 1)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("trips");
        assertThat(store().history("trips", Instant.MAX)).isEmpty();
    }

    @Test
    default void a_removed_model_takes_its_versions_and_aliases() {
        model("trips");
        model("fares");
        version("trips");
        version("fares");
        alias("trips", "champion", 1, 0);

        store().removeModel("trips", entry("trips", "remove", 9));

        assertThat(store().findModel("trips")).isEmpty();
        assertThat(store().findVersion("trips", 1)).isEmpty();
        assertThat(store().findVersion("fares", 1)).isPresent();
        assertThat(store().listModels()).extracting(ModelData::name).containsExactly("fares");
        model("trips");
        assertThat(get("trips").aliases()).isEmpty();
    }
}
