package dev.mlops.storage.internal;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.ContentWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hashes and counts what passes through to another stream, and tells that stream's failures from the writer's. */
public final class HashingOutput extends FilterOutputStream {
    private final MessageDigest digest = Digest.sha256();
    private final byte[] single = new byte[1];
    private final Function<IOException, StorageUnavailableException> describe;
    private long size;
    private @Nullable IOException failure;

    /** Into {@code to}; {@code describe} makes the error of what that stream throws. */
    public HashingOutput(OutputStream to, Function<IOException, StorageUnavailableException> describe) {
        super(to);
        this.describe = describe;
    }

    /** Into nowhere: for the hash alone. */
    public static HashingOutput nowhere() {
        return new HashingOutput(OutputStream.nullOutputStream(), e -> new StorageUnavailableException("nowhere", e));
    }

    /**
     * Lets the writer write all of a content; once.
     *
     * @return what it was
     * @throws StorageUnavailableException if the stream failed, whatever the writer made of that
     * @throws IOException if the writer failed, as it said so; what else it throws passes too
     */
    public Content take(ContentWriter writer) throws IOException {
        try {
            writer.writeTo(this);
            flush();
        } catch (IOException | RuntimeException e) {
            if (failure == null) {
                throw e;
            }
        }
        if (failure != null) {
            throw describe.apply(failure);
        }
        return new Content(Digest.text(digest), size);
    }

    @Override
    public void write(int b) throws IOException {
        single[0] = (byte) b;
        write(single, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        through(() -> out.write(bytes, from, count));
        digest.update(bytes, from, count);
        size += count;
    }

    @Override
    public void flush() throws IOException {
        through(out::flush);
    }

    private void through(Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** The stream itself stays open: it belongs to the caller. */
    @Override
    public void close() throws IOException {
        flush();
    }

    private interface Write {
        void run() throws IOException;
    }
}
