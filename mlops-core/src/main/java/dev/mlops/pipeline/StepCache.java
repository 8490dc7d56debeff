package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.internal.HashingOutput;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.ContentWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results of steps as artifacts named {@code cache/KEY}, in the codec's format. Any number of threads and processes may
 * use one store. Two that store one key at once both succeed, and the last one stays.
 *
 * <p>A result is as old as its last use, to a day: a purge of the workspace removes those that are old.
 *
 * <p>Reading never fails: what is missing, damaged, cut short or of another format is absent, and the step runs again.
 */
final class StepCache {
    private static final Logger LOG = LoggerFactory.getLogger(StepCache.class);

    /** A result that is used is bound anew once it is so old, so that no purge takes what is in use. */
    private static final Duration UNTIL_RENEWED = Duration.ofDays(1);

    /** What is smaller is read once, into memory; what isn't is read twice, to check it before it is decoded. */
    private static final int SMALL_BYTES = 1 << 20;

    private final ArtifactStore artifacts;
    private final InstantSource clock;

    StepCache(ArtifactStore artifacts, InstantSource clock) {
        this.artifacts = artifacts;
        this.clock = clock;
    }

    /** The result under {@code key}; empty, with a warning, where it is there but not whole or doesn't decode. */
    <T> Optional<Found<T>> find(CacheKey key, Codec<T> codec) {
        try {
            Optional<Artifact> entry = artifacts.find(name(key));
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            Found<T> found = read(entry.get(), codec);
            renew(entry.get());
            return Optional.of(found);
        } catch (IOException | RuntimeException e) {
            LOG.warn("cached step result {} can't be read, its step runs again: {}", name(key), e.toString());
            return Optional.empty();
        }
    }

    private void renew(Artifact entry) {
        Instant now = clock.instant();
        if (entry.time().isBefore(now.minus(UNTIL_RENEWED))) {
            try {
                artifacts.bind(new Artifact(entry.name(), entry.content(), entry.format(), now));
            } catch (RuntimeException e) {
                LOG.debug("cached step result {} keeps its age", entry.name(), e);
            }
        }
    }

    private <T> Found<T> read(Artifact entry, Codec<T> codec) throws IOException {
        if (!entry.format().equals(codec.format())) {
            throw new IOException("format is " + entry.format() + ", expected " + codec.format());
        }
        Content content = entry.content();
        try (InputStream in = content.size() <= SMALL_BYTES ? small(content) : large(content)) {
            return new Found<>(codec.read(in), content.hash());
        }
    }

    private InputStream small(Content content) throws IOException {
        try (InputStream in = artifacts.open(content)) {
            return new ByteArrayInputStream(in.readAllBytes());
        }
    }

    private InputStream large(Content content) throws IOException {
        try (InputStream in = artifacts.open(content)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return artifacts.open(content);
    }

    /**
     * Stores a result; when this returns, it is found after a crash too.
     *
     * @return the content's hash
     * @throws StorageUnavailableException if the store can't be written; the result is good, and just isn't cached
     * @throws InvalidException if the codec can't write the value
     */
    <T> String store(CacheKey key, Codec<T> codec, T value) {
        try {
            Content content = artifacts.put(encoder(codec, value));
            artifacts.bind(new Artifact(name(key), content, codec.format(), clock.instant()));
            return content.hash();
        } catch (IOException e) {
            throw new UncheckedIOException("an encoder throws no such error", e);
        }
    }

    /** The content hash that {@link #store} would give the value; stores nothing, throws InvalidException as it does. */
    static <T> String hash(Codec<T> codec, T value) {
        try {
            return HashingOutput.nowhere().take(encoder(codec, value)).hash();
        } catch (IOException e) {
            throw new UncheckedIOException("an encoder throws no such error", e);
        }
    }

    private static <T> ContentWriter encoder(Codec<T> codec, T value) {
        return out -> {
            try {
                codec.write(value, out);
            } catch (IOException | RuntimeException e) {
                String problem =
                        "value of type " + value.getClass().getName() + " can't be written as " + codec.format();
                throw new InvalidException(problem + ": " + e.getMessage(), e);
            }
        };
    }

    private static ArtifactName name(CacheKey key) {
        return new ArtifactName(ArtifactName.CACHE, key.hex());
    }

    /** A result, and the hash of its bytes. */
    record Found<T>(T value, String contentHash) {}
}
