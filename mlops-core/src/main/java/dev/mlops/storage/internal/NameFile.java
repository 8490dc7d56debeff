package dev.mlops.storage.internal;

import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.time.Instant;

/** What the file or object of an artifact's name says. */
public record NameFile(int version, String owner, String path, String hash, long size, String format, Instant time) {
    private static final int VERSION = 1;

    /** The bytes of an artifact's name. */
    public static byte[] write(Artifact artifact) throws IOException {
        ArtifactName name = artifact.name();
        Content content = artifact.content();
        return Json.mapper()
                .writeValueAsBytes(new NameFile(
                        VERSION,
                        name.owner(),
                        name.path(),
                        content.hash(),
                        content.size(),
                        artifact.format(),
                        artifact.time()));
    }

    /** Reads what is in {@code place}; throws IOException, which names it, if that can't be read. */
    public static Artifact read(Object place, byte[] bytes) throws IOException {
        try {
            NameFile found = Json.mapper().readValue(bytes, NameFile.class);
            if (found == null || found.version != VERSION) {
                throw new IOException(
                        "version is " + (found == null ? "missing" : found.version) + ", expected " + VERSION);
            }
            return new Artifact(
                    new ArtifactName(found.owner, found.path),
                    new Content(found.hash, found.size),
                    found.format,
                    found.time);
        } catch (IOException | RuntimeException e) {
            throw new IOException("'" + place + "' doesn't hold an artifact's name: " + e.getMessage(), e);
        }
    }
}
