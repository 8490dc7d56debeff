package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.internal.AtomicFiles;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.internal.PendingFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results of steps in a folder, by key. Any number of threads and processes may use one folder.
 *
 * <p>{@code content/} holds each result once, under the SHA-256 of its bytes; {@code keys/} holds a small JSON file for
 * each key that names the content. Both are written under a temporary name in {@code pending/}, synced and moved, the
 * content first: a key is there only when its content is, and a killed process leaves at most a temporary file, which is
 * deleted once nothing was written to it for a day. Two that store one key at once both succeed, and the last one stays.
 *
 * <p>Reading never fails: what is missing, damaged, cut short or of another format is absent, and the step runs again.
 */
final class StepCache {
    private static final Logger LOG = LoggerFactory.getLogger(StepCache.class);

    private static final Duration ABANDONED = Duration.ofDays(1);
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path content;
    private final Path keys;
    private final Path pending;
    private final AtomicBoolean swept = new AtomicBoolean();

    private StepCache(Path folder) {
        content = folder.resolve("content");
        keys = folder.resolve("keys");
        pending = folder.resolve("pending");
    }

    /** The cache in this folder, which is made when something is first stored. */
    static StepCache in(Path folder) {
        return new StepCache(folder);
    }

    /** The entry under {@code key} where its content is there in full length; its bytes are verified when read. */
    Optional<Entry> find(CacheKey key) {
        try {
            @Nullable Entry entry = Json.mapper().readValue(Files.readAllBytes(place(key)), Entry.class);
            boolean whole =
                    entry != null && entry.version() == Entry.VERSION && Files.size(place(entry)) == entry.size();
            return whole ? Optional.ofNullable(entry) : Optional.empty();
        } catch (IOException e) {
            LOG.debug("no whole entry in the step cache under {}", key, e);
            return Optional.empty();
        }
    }

    /** The result itself; empty, with a warning, where its bytes aren't those that were stored or don't decode. */
    <T> Optional<T> read(Entry entry, Codec<T> codec) {
        try {
            checkBytes(entry, codec);
            try (InputStream in = new BufferedInputStream(Files.newInputStream(place(entry)), BUFFER_BYTES)) {
                return Optional.of(codec.read(in));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("cached step result {} can't be read, its step runs again: {}", place(entry), e.toString());
            return Optional.empty();
        }
    }

    private void checkBytes(Entry entry, Codec<?> codec) throws IOException {
        if (!entry.codec().equals(codec.format())) {
            throw new IOException("format is " + entry.codec() + ", expected " + codec.format());
        }
        String found = Digest.of(place(entry));
        if (!found.equals(entry.content())) {
            throw new IOException("content is " + found + ", expected " + entry.content());
        }
    }

    /**
     * Stores a result; when this returns, it is found after a crash too.
     *
     * @throws StorageUnavailableException if the folder can't be written; the result is good, and just isn't cached
     * @throws InvalidException if the codec can't write the value
     */
    <T> Entry store(CacheKey key, Codec<T> codec, T value) {
        try {
            prepare();
            Entry entry = storeContent(codec, value);
            try (PendingFile file = PendingFile.in(pending)) {
                Json.mapper().writeValue(file.out(), entry);
                file.moveTo(place(key));
            }
            return entry;
        } catch (IOException e) {
            throw new StorageUnavailableException(
                    "step cache '" + content.getParent()
                            + "' can't be written, expected a writable folder with space left",
                    e);
        }
    }

    private <T> Entry storeContent(Codec<T> codec, T value) throws IOException {
        try (PendingFile file = PendingFile.in(pending)) {
            HashingOutput out = new HashingOutput(file.out());
            out.encode(codec, value);
            Entry entry = new Entry(Entry.VERSION, codec.format(), out.hash(), out.size());
            file.moveTo(place(entry));
            return entry;
        }
    }

    /** The content hash that {@link #store} would give the value; stores nothing, throws InvalidException as it does. */
    static <T> String hash(Codec<T> codec, T value) {
        HashingOutput out = new HashingOutput(OutputStream.nullOutputStream());
        try {
            out.encode(codec, value);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing was written anywhere, so nothing can fail", e);
        }
        return out.hash();
    }

    private void prepare() throws IOException {
        for (Path folder : List.of(content, keys, pending)) {
            AtomicFiles.makeFolder(folder);
        }
        if (!swept.getAndSet(true)) {
            sweep(Instant.now().minus(ABANDONED));
        }
    }

    /** Deletes what killed processes left; a file that was written to since {@code before} may have a writer. */
    private void sweep(Instant before) {
        try (Stream<Path> files = Files.list(pending)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(PendingFile.SUFFIX)).toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("temporary files in {} are left for another time", pending, e);
        }
    }

    private Path place(CacheKey key) {
        return keys.resolve(key.hex() + ".json");
    }

    private Path place(Entry entry) {
        return content.resolve(Digest.hex(entry.content()));
    }

    /** What a key's file says: format version of the file, format of the codec, hash of the content, its bytes. */
    record Entry(int version, String codec, String content, long size) {
        static final int VERSION = 1;
        private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");

        Entry {
            if (!HASH.matcher(content).matches()) {
                throw new IllegalArgumentException("content is " + Quoted.of(content) + ", expected a SHA-256");
            }
        }
    }
}
