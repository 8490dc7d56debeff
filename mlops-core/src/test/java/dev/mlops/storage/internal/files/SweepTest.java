package dev.mlops.storage.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SweepTest extends ArtifactFolderFixture {
    private static final Instant BEFORE = LONG_AGO.plusSeconds(60);

    private Content old(String text) throws IOException {
        Content content = put(text);
        Files.setLastModifiedTime(file(content), FileTime.from(LONG_AGO));
        return content;
    }

    @Test
    void removesOnlyWhatIsOldAndUnbound() throws IOException {
        Content bound = old("bound");
        bind("a", bound);
        Files.setLastModifiedTime(file(bound), FileTime.from(LONG_AGO));
        Content young = put("young");
        Content first = old("first");
        old("second");
        assertThat(store.sweep(BEFORE)).isEqualTo(11);
        assertThat(files(root.resolve("content"))).containsExactlyInAnyOrder(file(bound), file(young));
        assertThatThrownBy(() -> store.open(first)).isInstanceOf(NotFoundException.class);
        assertThat(store.sweep(BEFORE)).isZero();
    }

    @Test
    void letsAReaderFinishWhereTheSystemAllowsThat() throws IOException {
        Content content = old("abc");
        try (InputStream in = store.open(content)) {
            store.sweep(BEFORE);
            assertThat(in.readAllBytes()).hasSize(3);
        }
    }

    @Test
    void leavesForeignFilesAlone() throws IOException {
        old("abc");
        Path foreign = Files.writeString(root.resolve("content/ba/notes.txt"), "mine");
        Files.setLastModifiedTime(foreign, FileTime.from(LONG_AGO));
        Files.writeString(root.resolve("names/notes.txt"), "mine");
        assertThat(store.sweep(BEFORE)).isEqualTo(3);
        assertThat(foreign).exists();
    }

    /** What others see while a sweep is half way, and what is left of one that was killed there. */
    @Nested
    class HalfWay {
        private Content content;
        private Path aside;

        @BeforeEach
        void setAside() throws IOException {
            content = old("abc");
            bind("bound", content);
            aside = Layout.setAside(file(content));
            Files.setLastModifiedTime(file(content), FileTime.from(LONG_AGO));
            Files.move(file(content), aside);
        }

        @Test
        void contentIsStillReadUnderItsName() throws IOException {
            assertThat(store.list("runs/1")).hasSize(1);
            assertThat(store.find(bind("bound", content))).isPresent();
            Files.move(file(content), aside);
            assertThat(read(content)).isEqualTo("abc");
        }

        @Test
        void aWriterFetchesBackWhatItBinds() throws IOException {
            bind("more", content);
            assertThat(aside).doesNotExist();
            assertThat(file(content)).hasContent("abc");
        }

        @Test
        void contentThatIsPutAgainIsInItsPlace() throws IOException {
            put("abc");
            assertThat(file(content)).hasContent("abc");
            store.unbindAll("runs");
            assertThat(store.sweep(BEFORE)).isEqualTo(3);
            assertThat(aside).doesNotExist();
            assertThat(read(content)).isEqualTo("abc");
        }

        @Test
        void anotherSweepMovesBackWhatIsBound() throws IOException {
            assertThat(store.sweep(BEFORE)).isZero();
            assertThat(files(root.resolve("content"))).containsExactly(file(content));
        }

        @Test
        void anotherSweepRemovesWhatIsNot() throws IOException {
            store.unbindAll("runs");
            assertThat(store.sweep(BEFORE)).isEqualTo(3);
            assertThat(files(root.resolve("content"))).isEmpty();
        }

        @Test
        void anotherSweepMovesBackWhatIsYoung() throws IOException {
            store.unbindAll("runs");
            assertThat(store.sweep(LONG_AGO)).isZero();
            assertThat(files(root.resolve("content"))).containsExactly(file(content));
        }
    }

    @Test
    void bindingWhatWasSweptIsRefusedAndLeavesNoName() throws IOException {
        Content content = old("abc");
        store.sweep(BEFORE);
        assertThatThrownBy(() -> bind("a", content))
                .isInstanceOf(NotFoundException.class)
                .hasMessageStartingWith("content " + content.hash() + " doesn't exist");
        assertThat(files(root.resolve("names"))).isEmpty();
    }

    @Test
    void onlyTheNameThatWasJustWrittenIsTakenBack() throws IOException {
        Content content = put("abc");
        Names names = new Names(new Layout(root));
        Artifact mine = new Artifact(new ArtifactName("runs/1", "a"), content, "mine", NOON);
        names.write(mine);
        names.takeBack(mine);
        assertThat(files(root.resolve("names"))).isEmpty();

        bind("a", content);
        names.takeBack(mine);
        assertThat(store.find(mine.name())).get().extracting("format").isEqualTo("text/plain");
        assertThat(files(root.resolve("pending"))).isEmpty();
    }
}
