package dev.mlops.storage.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksInFolderTest extends ArtifactFolderFixture {
    private Content content;

    @BeforeEach
    void fill() throws IOException {
        content = put("abc");
        bind("a", content);
    }

    private void plant(Path place, Path target) throws IOException {
        Files.move(place, outside.resolve("moved"));
        Files.createSymbolicLink(place, target);
    }

    private void refused(ThrowingAction action, Path link) {
        assertThatThrownBy(action::run)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(link + ": is a symbolic link to '")
                .hasMessageContaining("', expected none in an artifact folder");
    }

    @Test
    void inPlaceOfContentAreNotRead() throws IOException {
        Files.writeString(outside.resolve("secret"), "abc");
        plant(file(content), outside.resolve("secret"));
        refused(() -> read(content), file(content));
        refused(() -> put("abc"), file(content));
        refused(() -> store.sweep(Instant.now()), file(content));
        assertThat(outside.resolve("secret")).hasContent("abc");
    }

    @Test
    void inPlaceOfFoldersAreNotFollowed() throws IOException {
        Path folder = root.resolve("names/runs/1");
        plant(folder, outside.resolve("moved"));
        refused(() -> store.find(new ArtifactName("runs/1", "a")), folder);
        refused(() -> store.list("runs/1"), folder);
        refused(() -> bind("b", content), folder);
        refused(() -> store.unbind(new ArtifactName("runs/1", "a")), folder);
        refused(() -> store.unbindAll("runs/1"), folder);
        refused(() -> store.unbindAll("runs/1/2"), folder);
        Files.setLastModifiedTime(file(content), FileTime.from(LONG_AGO));
        refused(() -> store.sweep(Instant.now()), folder);
        assertThat(files(outside)).hasSize(1);
    }

    @Test
    void amongWhatIsUnboundAreRemovedAndNotFollowed() throws IOException {
        Files.writeString(outside.resolve("b.json"), "mine");
        Files.createSymbolicLink(root.resolve("names/runs/1/2"), outside);
        store.unbindAll("runs");
        assertThat(root.resolve("names/runs")).doesNotExist();
        assertThat(outside.resolve("b.json")).hasContent("mine");
    }

    @Test
    void inPlaceOfThePartsOfTheFolderAreNotFollowed() throws IOException {
        for (String part : List.of("content", "pending")) {
            Path folder = root.resolve(part);
            Files.move(folder, outside.resolve(part));
            Files.createSymbolicLink(folder, outside.resolve(part));
            refused(() -> put("more"), folder);
            refused(() -> store.sweep(Instant.now()), folder);
            Files.delete(folder);
            Files.move(outside.resolve(part), folder);
        }
    }

    @Test
    void aboveTheFolderAreFine() throws IOException {
        Path link = Files.createSymbolicLink(outside.resolve("link"), root);
        store = Storage.artifactFolder(link);
        assertThat(read(content)).isEqualTo("abc");
        put("more");
    }
}
