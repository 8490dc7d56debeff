package dev.mlops.storage.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ArtifactFolderTest extends ArtifactFolderFixture {
    @Test
    void filesLieWhereTheClassSaysAndNothingIsLeftOver() throws IOException {
        Content content = put("abc");
        bind("plots/Residuals.png", content);
        Path expected = root.resolve("content/ba").resolve(Digest.hex(content.hash()));
        Path name = root.resolve("names/runs/1/plots,!residuals.png.json");
        assertThat(files(root)).containsExactlyInAnyOrder(expected, name, root.resolve("format.json"));
        assertThat(expected).hasContent("abc");
        assertThat(name)
                .hasContent("{\"version\":1,\"owner\":\"runs/1\",\"path\":\"plots/Residuals.png\",\"hash\":\""
                        + content.hash()
                        + "\",\"size\":3,\"format\":\"text/plain\",\"time\":\"2026-01-31T12:00:00Z\"}");
        assertThat(root.resolve("format.json")).hasContent("{\"version\":1}");
    }

    @Test
    void readingMakesNoFolder() {
        assertThat(store.list("runs/1")).isEmpty();
        assertThat(store.find(new ArtifactName("runs/1", "a"))).isEmpty();
        store.unbind(new ArtifactName("runs/1", "a"));
        store.unbindAll("runs/1");
        assertThat(store.sweep(Instant.now())).isZero();
        assertThat(root).doesNotExist();
    }

    @Test
    void namesThatAreAlikeOrDifficultAreKeptApart() throws IOException {
        List<String> paths = List.of(
                "a",
                "A",
                "a/b",
                "a.json",
                "a.json/b",
                "a.json.json",
                "con",
                "CON",
                "nul.txt",
                "trailing.",
                "trailing",
                "é",
                "e\u0301",
                "文".repeat(250),
                "文".repeat(249) + "字",
                "x".repeat(250) + "/" + "y".repeat(250),
                ".hidden",
                "a,b",
                "a b",
                "content",
                "x.tmp",
                "~",
                "%41");
        for (String path : paths) {
            bind(path, put(path));
        }
        assertThat(store.list("runs/1"))
                .extracting(artifact -> artifact.name().path())
                .containsExactlyElementsOf(paths.stream().sorted().toList());
        for (String path : paths) {
            Artifact found = store.find(new ArtifactName("runs/1", path)).orElseThrow();
            assertThat(read(found.content())).isEqualTo(path);
        }
    }

    @Test
    void anOwnerMayLookLikeANameOfTheOneAbove() throws IOException {
        Content content = put("x");
        ArtifactName name = new ArtifactName("models", "a");
        ArtifactName below = new ArtifactName("models/a.json", "a");
        ArtifactName beside = new ArtifactName("models/a", "json");
        for (ArtifactName each : List.of(name, below, beside)) {
            store.bind(new Artifact(each, content, "", NOON));
        }
        assertThat(store.list("models")).extracting(Artifact::name).containsExactly(name);
        store.unbindAll("models/a");
        assertThat(store.find(below)).isPresent();
        assertThat(store.find(beside)).isEmpty();
    }

    @Test
    void theLongestOwnerHasAFolder() throws IOException {
        String owner = "文字文字文字文字文字文字文/".repeat(21) + "字";
        ArtifactName name = new ArtifactName(owner, "文/".repeat(499) + "字");
        store.bind(new Artifact(name, put("x"), "", NOON));
        assertThat(store.list(owner)).extracting(Artifact::name).containsExactly(name);
        store.unbindAll(owner);
        assertThat(store.list(owner)).isEmpty();
    }

    @Test
    void contentThatIsPutAgainIsKeptOnceAndCountsAsNew() throws IOException {
        Content content = put("abc");
        Files.setLastModifiedTime(file(content), FileTime.from(LONG_AGO));
        assertThat(put("abc")).isEqualTo(content);
        assertThat(files(root.resolve("content"))).hasSize(1);
        assertThat(store.sweep(LONG_AGO.plusSeconds(60))).isZero();
        assertThat(read(content)).isEqualTo("abc");
    }

    @Test
    void unbindingAnOwnerLeavesNoFolders() throws IOException {
        bind("a", put("a"));
        store.bind(new Artifact(new ArtifactName("runs/1/children/2", "a"), put("b"), "", NOON));
        store.unbindAll("runs/1");
        assertThat(root.resolve("names/runs")).isEmptyDirectory();
    }

    @Nested
    class Versions {
        @Test
        void thatAreNewerAreRefusedNamingBoth() throws IOException {
            Files.createDirectories(root);
            Files.writeString(root.resolve("format.json"), "{\"version\":2,\"more\":[]}");
            String message = "artifact folder '" + root
                    + "' has version 2, expected at most 1: a newer release of this library wrote it";
            assertThatThrownBy(() -> Storage.artifactFolder(root))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> put("abc"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage(message);
            assertThat(files(root)).containsExactly(root.resolve("format.json"));
        }
    }

    @Nested
    class Trouble {
        @Test
        void namesTheOperationAndThePath() throws IOException {
            Files.writeString(root, "a file where the folder should be");
            Content content = new Content(Digest.of(new byte[0]), 0);
            List<ThrowingAction> actions = List.of(
                    () -> put("abc"),
                    () -> store.open(content),
                    () -> store.find(new ArtifactName("runs/1", "a")),
                    () -> bind("a", content));
            List<String> said =
                    List.of("take content", "open content " + content.hash(), "find 'runs/1/a'", "bind 'runs/1/a'");
            for (int i = 0; i < said.size(); i++) {
                assertThatThrownBy(actions.get(i)::run)
                        .isInstanceOf(StorageUnavailableException.class)
                        .hasMessageStartingWith("artifact folder '" + root + "' can't " + said.get(i) + ": " + root)
                        .hasCauseInstanceOf(IOException.class);
            }
        }

        @Test
        void ofASourceIsItsOwnAndLeavesNothing() throws IOException {
            IOException broken = new IOException("connection reset");
            assertThatThrownBy(() -> store.put(out -> {
                        out.write(new byte[1 << 20]);
                        throw broken;
                    }))
                    .isSameAs(broken);
            assertThat(files(root)).containsExactly(root.resolve("format.json"));
        }

        @Test
        void ofAKilledProcessIsCleanedWhenItIsADayOld() throws IOException {
            put("abc");
            Path old = Files.writeString(root.resolve("pending/.old.tmp"), "half");
            Path young = Files.writeString(root.resolve("pending/.young.tmp"), "half");
            Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
            Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofHours(23))));
            store.sweep(LONG_AGO);
            assertThat(old).doesNotExist();
            assertThat(young).exists();
        }
    }
}
