package dev.mlops.storage.tck;

import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What the tests of artifact stores begin with. */
interface ArtifactStoreFixture {
    /** The store of this test, empty at first. */
    ArtifactStore store();

    /** Another handle on the same storage, or the same one where the backend has only one. */
    ArtifactStore another();

    /** Stores a text. */
    default Content put(String text) throws IOException {
        return store().put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads a text. */
    default String read(Content content) throws IOException {
        try (InputStream in = store().open(content)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Stores a text and binds a name to it. */
    default Artifact bind(String owner, String path, String text) throws IOException {
        Artifact artifact = new Artifact(new ArtifactName(owner, path), put(text), "text/plain", Samples.T0);
        store().bind(artifact);
        return artifact;
    }

    default List<String> paths(String owner) {
        return store().list(owner).stream()
                .map(artifact -> artifact.name().path())
                .toList();
    }

    /** Sweeps whatever has no name now. */
    default long sweepAll() {
        return store().sweep(Instant.now().plusSeconds(3_600));
    }
}
