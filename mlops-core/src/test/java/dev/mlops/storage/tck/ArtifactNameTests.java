package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, and the content that is bound to them. */
interface ArtifactNameTests extends ArtifactStoreFixture {

    /** Segments that a name may have, also those that mean something to a file system. */
    static Stream<String> segments() {
        return Stream.concat(
                Samples.hostileKeys().filter(key -> key.indexOf('/') < 0 && key.indexOf('\\') < 0),
                Stream.of(
                        "...",
                        ".hidden",
                        "~",
                        "-rf",
                        "*",
                        "a:b",
                        "<a>|b?",
                        "CON",
                        "nul.txt",
                        "trailing.",
                        " ",
                        " padded ",
                        "%2e%2e",
                        "%2F",
                        "a%00",
                        "tmp",
                        "name.json",
                        "name.tmp"));
    }

    @Test
    default void an_artifact_is_found_as_it_was_bound() throws IOException {
        Artifact artifact =
                new Artifact(new ArtifactName("runs/1", "plots/a.png"), put("png"), "image/png;it's", at(7));

        store().bind(artifact);

        assertThat(store().find(artifact.name())).contains(artifact);
        assertThat(another().find(artifact.name())).contains(artifact);
        assertThat(store().list("runs/1")).containsExactly(artifact);
        assertThat(store().find(new ArtifactName("runs/1", "plots"))).isEmpty();
        assertThat(store().find(new ArtifactName("runs", "1/plots/a.png"))).isEmpty();
        assertThat(store().find(new ArtifactName("runs/1/plots", "a.png"))).isEmpty();
    }

    @Test
    default void a_name_needs_content_that_is_there() {
        Content missing = new Content("sha256:" + "0".repeat(64), 3);
        ArtifactName name = new ArtifactName("runs/1", "a");

        assertThatThrownBy(() -> store().bind(new Artifact(name, missing, "", T0)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(missing.hash());
        assertThat(store().find(name)).isEmpty();
        assertThat(store().list("runs/1")).isEmpty();
    }

    @Test
    default void the_last_to_bind_a_name_wins() throws IOException {
        bind("runs/1", "a", "first");
        Artifact second = bind("runs/1", "a", "second");

        assertThat(store().list("runs/1")).containsExactly(second);
        assertThat(sweepAll()).isEqualTo(5);
        assertThat(read(second.content())).isEqualTo("second");
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.ArtifactNameTests#segments")
    default void any_segment_keeps_its_own_content(String segment) throws IOException {
        Artifact path = bind("owner", segment, "path");
        Artifact folder = bind("owner", "folder/" + segment + "/file", "folder");
        Artifact owner = bind(segment, "path", "owner");

        assertThat(store().list("owner")).containsExactlyInAnyOrder(path, folder);
        assertThat(store().list(segment)).containsExactly(owner);
        assertThat(store().find(path.name())).contains(path);
        assertThat(read(store().find(folder.name()).orElseThrow().content())).isEqualTo("folder");
        store().unbind(path.name());
        assertThat(store().list("owner")).containsExactly(folder);
        store().unbindAll(segment);
        assertThat(store().list(segment)).isEmpty();
    }

    @Test
    default void names_that_differ_only_in_case_or_normalisation_are_different_names() throws IOException {
        bind("o", "a", "1");
        bind("o", "A", "2");
        bind("o", "\u00e9", "3");
        bind("o", "e\u0301", "4");
        bind("O", "a", "5");

        assertThat(paths("o")).containsExactly("A", "a", "e\u0301", "\u00e9");
        assertThat(read(store().find(new ArtifactName("o", "A")).orElseThrow().content()))
                .isEqualTo("2");
    }

    @Test
    default void a_name_may_be_the_folder_of_others() throws IOException {
        bind("o", "a", "1");
        bind("o", "a/b", "2");
        bind("o", "a/b/c", "3");
        bind("o/a", "b", "4");

        assertThat(paths("o")).containsExactly("a", "a/b", "a/b/c");
        store().unbind(new ArtifactName("o", "a"));
        assertThat(paths("o")).containsExactly("a/b", "a/b/c");
        assertThat(paths("o/a")).containsExactly("b");
    }

    @Test
    default void names_of_the_greatest_length_are_fine() throws IOException {
        String longest = Stream.generate(() -> "x".repeat(249))
                .limit(4)
                .reduce((a, b) -> a + "/" + b)
                .orElseThrow();
        String owner = "x".repeat(250) + "/" + "鍵".repeat(49);
        String wide = "鍵".repeat(249) + "/" + "🚕".repeat(124) + "/z";
        String deep = "d/".repeat(499) + "d";

        for (String path : List.of(longest, wide, deep)) {
            Artifact artifact = bind(owner, path, path);
            assertThat(store().find(artifact.name())).contains(artifact);
        }

        assertThat(store().list(owner)).hasSize(3);
    }

    @Test
    default void a_list_is_ordered_by_path_in_utf_16() throws IOException {
        for (String path : List.of("b", "a/z", "a", "\uffee", "🚕", "B", "a!", "a0")) {
            bind("o", path, "text");
        }

        assertThat(paths("o")).containsExactly("B", "a", "a!", "a/z", "a0", "b", "🚕", "\uffee");
        assertThat(paths("none")).isEmpty();
    }

    @Test
    default void unbinding_takes_one_name_and_nothing_else() throws IOException {
        Artifact gone = bind("o", "a", "text");
        Artifact stays = bind("o", "b", "text");

        store().unbind(gone.name());
        store().unbind(gone.name());
        store().unbind(new ArtifactName("none", "a"));

        assertThat(store().find(gone.name())).isEmpty();
        assertThat(store().list("o")).containsExactly(stays);
        assertThat(read(gone.content())).isEqualTo("text");
    }

    @Test
    default void unbinding_all_takes_those_of_an_owner_and_below() throws IOException {
        bind("runs/1", "a", "1");
        bind("runs/1", "b/c", "2");
        bind("runs/1/extra", "a", "3");
        bind("runs/10", "a", "4");
        bind("runs", "1/a", "5");
        bind("runs_1", "a", "6");

        store().unbindAll("runs/1");
        store().unbindAll("runs/1");

        assertThat(paths("runs/1")).isEmpty();
        assertThat(paths("runs/1/extra")).isEmpty();
        assertThat(paths("runs/10")).containsExactly("a");
        assertThat(paths("runs")).containsExactly("1/a");
        assertThat(paths("runs_1")).containsExactly("a");
        assertThat(sweepAll()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/etc/passwd",
                "..",
                "../x",
                "a/..",
                "a/../b",
                ".",
                "./a",
                "a/.",
                "a//b",
                "a/",
                "a\\b",
                "..\\x",
                "C:\\x",
                "a\u0000",
                "a\nb",
                "\u007f"
            })
    default void names_that_would_lead_elsewhere_are_refused(String name) {
        assertThatThrownBy(() -> new ArtifactName("o", name)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> new ArtifactName(name, "a")).isInstanceOf(InvalidException.class);
        // An owner that isn't one owns nothing, and what it would lead to stays.
        assertListedNowhere(name);
    }

    private void assertListedNowhere(String owner) {
        try {
            assertThat(store().list(owner)).isEmpty();
        } catch (InvalidException e) {
            assertThat(e).hasMessageContaining("owner");
        }
    }

    @Test
    default void a_name_that_many_bind_has_the_content_of_one_of_them() throws Exception {
        List<ArtifactStore> handles = List.of(store(), another());
        bind("o", "a", "text 0");

        Race.of(8, thread -> {
                    ArtifactStore handle = handles.get(thread % 2);
                    for (int i = 0; i < 20; i++) {
                        if (thread == 0) {
                            Artifact seen =
                                    handle.find(new ArtifactName("o", "a")).orElseThrow();
                            assertThat(read(seen.content())).startsWith("text");
                            assertThat(handle.list("o")).hasSize(1);
                        } else {
                            bind("o", "a", "text " + thread);
                        }
                    }
                })
                .hasNoLoser();

        assertThat(store().list("o")).hasSize(1);
    }
}
