package dev.mlops.storage.internal.files;

import dev.mlops.storage.Storage;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An artifact folder, and a place outside of it. */
abstract class ArtifactFolderFixture {
    static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    Path outside;
    Path root;
    ArtifactStore store;

    @BeforeEach
    void make(@TempDir Path folder) throws IOException {
        outside = Files.createDirectory(folder.resolve("outside"));
        root = folder.resolve("artifacts");
        store = Storage.artifactFolder(root);
    }

    void open() {
        store = Storage.artifactFolder(root);
    }

    Content put(String text) throws IOException {
        return store.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    ArtifactName bind(String path, Content content) {
        ArtifactName name = new ArtifactName("runs/1", path);
        store.bind(new Artifact(name, content, "text/plain", NOON));
        return name;
    }

    String read(Content content) throws IOException {
        try (InputStream in = store.open(content)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Path file(Content content) {
        return new Layout(root).content(content.hash());
    }

    List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    interface ThrowingAction {
        void run() throws Exception;
    }
}
