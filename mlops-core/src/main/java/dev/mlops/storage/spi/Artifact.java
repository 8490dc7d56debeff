package dev.mlops.storage.spi;

import java.time.Instant;

/**
 * Content under a name.
 *
 * @param name whose it is and where
 * @param content the bytes
 * @param format what the bytes are, such as {@code json/1} or a media type; up to 250 characters, may be empty
 * @param time when it was bound, cut to milliseconds
 */
public record Artifact(ArtifactName name, Content content, String format, Instant time) {
    /**
     * Checks the format.
     *
     * @throws dev.mlops.InvalidException if it is too long
     */
    public Artifact {
        Rules.text("format of artifact '" + name + "'", format, Rules.MAX_NAME);
        time = Rules.time(time);
    }
}
