package dev.mlops.storage.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DamagedFolderTest extends ArtifactFolderFixture {
    private Content content;
    private ArtifactName name;

    @BeforeEach
    void fill() throws IOException {
        content = put("abc");
        name = bind("a", content);
    }

    private Path nameFile() {
        return new Layout(root).name(name);
    }

    @Test
    void ofBytesIsRefusedWithBothHashes() throws IOException {
        Files.writeString(file(content), "abd");
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(content.hash())
                .hasMessageContaining(Digest.of("abd".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void ofBytesIsMendedByPuttingThemAgain() throws IOException {
        Files.writeString(file(content), "abd");
        put("abc");
        assertThat(read(content)).isEqualTo("abc");
    }

    @Test
    void ofANameIsSaidWithItsFileAndMendedByBindingAgain() throws IOException {
        for (String bad : List.of("", "{}", "null", Files.readString(nameFile()).replace(":1,", ":2,"))) {
            Files.writeString(nameFile(), bad);
            assertThatThrownBy(() -> store.find(name))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("can't find 'runs/1/a': '" + nameFile() + "' doesn't hold");
        }
        bind("a", content);
        assertThat(store.find(name)).isPresent();
    }

    @Test
    void ofANameKeepsASweepFromRemovingWhatItMayHaveNamed() throws IOException {
        Files.writeString(nameFile(), "{}");
        Files.setLastModifiedTime(file(content), FileTime.from(LONG_AGO));
        assertThatThrownBy(() -> store.sweep(Instant.now()))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(nameFile().toString());
        assertThat(read(content)).isEqualTo("abc");
    }

    @Test
    void ofPlaceIsNoticed() throws IOException {
        Files.move(nameFile(), new Layout(root).name(new ArtifactName("runs/1", "b")));
        assertThatThrownBy(() -> store.find(new ArtifactName("runs/1", "b")))
                .hasMessageContaining("holds the name 'runs/1/a', which belongs elsewhere");
    }

    @Test
    void ofTheVersionIsMended() throws IOException {
        Files.writeString(root.resolve("format.json"), "{");
        open();
        assertThat(store.find(name)).isPresent();
        put("more");
        assertThat(root.resolve("format.json")).hasContent("{\"version\":1}");
    }

    @Test
    void byRemovalOfContentTakesItsNamesAway() throws IOException {
        Files.delete(file(content));
        assertThat(store.find(name)).isEmpty();
        assertThat(store.list("runs/1")).isEmpty();
        assertThatThrownBy(() -> store.open(content))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("content " + content.hash() + " doesn't exist in artifact folder '" + root + "'");
    }
}
