package dev.mlops.storage.s3;

import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** A store in a bucket of its own, and a look behind its back. */
abstract class S3StoreFixture {
    static final Duration TWO_DAYS = Duration.ofDays(2);
    static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    final S3Server server = S3Server.shared();
    final String bucket = server.freshBucket();
    final Objects objects = new Objects(bucket, "");
    ArtifactStore store = server.store(bucket).build();

    @AfterEach
    void close() {
        store.close();
    }

    void use(S3ArtifactStore.Builder settings) {
        store.close();
        store = settings.build();
    }

    Content put(String text) throws IOException {
        return put(text.getBytes(StandardCharsets.UTF_8));
    }

    Content put(byte[] bytes) throws IOException {
        return store.put(new ByteArrayInputStream(bytes));
    }

    Artifact bind(String path, Content content) {
        Artifact artifact = new Artifact(new ArtifactName("runs/1", path), content, "", NOON);
        store.bind(artifact);
        return artifact;
    }

    byte[] read(Content content) throws IOException {
        try (InputStream in = store.open(content)) {
            return in.readAllBytes();
        }
    }

    /** Sweeps whatever has no name now. */
    long sweepAll() {
        return store.sweep(Instant.now().plusSeconds(3_600));
    }

    static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
