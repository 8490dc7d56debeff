package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of every kind. */
interface NameTests extends RegistryFixture {

    static Stream<String> odd() {
        return Stream.of(
                "a b",
                " a",
                "a ",
                "...",
                ".a",
                "%2e%2e",
                "a%2fb",
                "CON",
                "nul.txt",
                "é",
                "e\u0301",
                "日本語",
                "🚕",
                "-",
                "a'b\"c",
                "a;b|c&d",
                "$(x)",
                "*?<>",
                "~",
                "#",
                "a=b",
                "a,b",
                "x".repeat(250),
                "é".repeat(250),
                "🚕".repeat(125));
    }

    static Stream<String> refused() {
        return Stream.of(
                "", " ", "\t", "a/b", "/a", "a\\b", "..", ".", "a:b", "a@b", "a\nb", "a\0b", "\ud800", "x".repeat(251));
    }

    @ParameterizedTest
    @MethodSource("odd")
    default void a_model_and_an_alias_may_have_an_odd_name(String name) {
        ModelVersion version = registry().register(name, MODEL);
        registry().promote(version, name, PASSED).orThrow();

        assertThat(registry().version(name + "@" + name)).isEqualTo(registry().version(name + "/1"));
        assertThat(registry().load("models:/" + name + "@" + name).contentHash())
                .isEqualTo(MODEL.contentHash());
        assertThat(registry().version(name + "/1").promotions()).hasSize(1);
        assertThat(registry().history(name).holder(name)).hasValue(1);
        registry().model(name).delete();
        assertThat(registry().files(name, 1).list()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("refused")
    default void what_can_not_be_a_name_is_refused_and_leaves_nothing(String name) {
        assertThatThrownBy(() -> registry().register(name, MODEL)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> registry().create(name)).isInstanceOf(InvalidException.class);
        assertThat(registry().models()).isEmpty();
        advance(Duration.ofHours(2));
        assertThat(workspace().purge(Duration.ZERO).bytes()).isZero();
    }

    @Test
    default void names_that_look_alike_are_different_models() {
        registry().register("é", MODEL);
        registry().register("e\u0301", Rides.model(4));
        registry().register("E", Rides.model(5));
        registry().register("e", Rides.model(6));

        assertThat(registry().load("é/1").contentHash()).isEqualTo(MODEL.contentHash());
        assertThat(registry().models()).hasSize(4);
        registry().model("E").delete();
        assertThat(registry().load("e/1").predict(Rides.EXAMPLE)).isPositive();
    }
}
