package dev.mlops.storage.internal;

import dev.mlops.storage.spi.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Gives the bytes of content, and ends only if they had its hash and size. Not thread-safe. */
public final class VerifiedInputStream extends FilterInputStream {
    private static final int SKIP_BUFFER = 8_192;

    private final Content expected;
    private final MessageDigest digest = Digest.sha256();
    private long size;
    private @Nullable String found;

    /** Of the bytes that {@code in} gives, which closes with this one. */
    public VerifiedInputStream(InputStream in, Content expected) {
        super(in);
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        if (next < 0) {
            verify();
        } else {
            digest.update((byte) next);
            grow(1);
        }
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count < 0) {
            verify();
        } else {
            digest.update(buffer, offset, count);
            grow(count);
        }
        return count;
    }

    /** Reads what it skips: it counts as well. */
    @Override
    public long skip(long count) throws IOException {
        byte[] buffer = new byte[SKIP_BUFFER];
        long skipped = 0;
        while (skipped < count) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, count - skipped));
            if (read < 0) {
                return skipped;
            }
            skipped += read;
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public synchronized void mark(int limit) {}

    @Override
    public synchronized void reset() throws IOException {
        throw new IOException("content " + expected.hash() + " can be read once only, open it again");
    }

    /** Gives up on content that is too long, however long it is. */
    private void grow(int bytes) throws IOException {
        size += bytes;
        if (size > expected.size()) {
            throw new IOException("content is damaged, it was changed: more than the " + expected.size()
                    + " bytes with hash " + expected.hash() + " that were expected");
        }
    }

    /**
     * The hash of all bytes, which they had.
     *
     * @throws IllegalStateException if this hasn't come to its end, or was found damaged there
     */
    public String hash() {
        if (!expected.hash().equals(found) || size != expected.size()) {
            throw new IllegalStateException("content " + expected.hash() + " hasn't been read to its end");
        }
        return expected.hash();
    }

    private void verify() throws IOException {
        if (found == null) {
            found = Digest.text(digest);
        }
        if (size != expected.size() || !found.equals(expected.hash())) {
            throw new IOException("content is damaged, it was " + (size < expected.size() ? "truncated" : "changed")
                    + ": " + size + " bytes with hash " + found + ", expected " + expected.size()
                    + " bytes with hash " + expected.hash());
        }
    }
}
