package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.internal.Digest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Hashes and counts what passes through to another stream, and tells that stream's failures from the writer's. */
final class HashingOutput extends FilterOutputStream {
    private final MessageDigest digest = Digest.sha256();
    private final byte[] single = new byte[1];
    private long size;
    private @Nullable IOException failure;

    HashingOutput(OutputStream to) {
        super(to);
    }

    /** Writes a value through; throws IOException if the stream failed, InvalidException if the codec did. */
    <T> void encode(Codec<T> codec, T value) throws IOException {
        try {
            codec.write(value, this);
        } catch (IOException | RuntimeException e) {
            if (failure != null) {
                throw failure;
            }
            String problem = "value of type " + value.getClass().getName() + " can't be written as " + codec.format();
            throw new InvalidException(problem + ": " + e.getMessage(), e);
        }
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

    /** The hash of all that was written; ends it. */
    String hash() {
        return Digest.text(digest);
    }

    long size() {
        return size;
    }

    private interface Write {
        void run() throws IOException;
    }
}
