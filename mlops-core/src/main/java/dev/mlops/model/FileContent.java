package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.VerifiedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The content of one file of a saved model.
 *
 * @param bytes all of it
 * @param sha256 its hash, 64 lower-case hexadecimal digits
 */
@SuppressWarnings("ArrayRecordComponent")
record FileContent(byte[] bytes, String sha256) {
    private static final int CHUNK = 1 << 16;

    static FileContent of(byte[] bytes) {
        return new FileContent(bytes, Hashes.sha256(bytes));
    }

    /**
     * All that a stream gives. One that has hashed what it gave, and found it right, isn't hashed again.
     *
     * @param name of the file, for messages
     * @throws InvalidException if it gives more than {@code limit} bytes; no more are kept
     */
    static FileContent read(InputStream in, String name, int limit) throws IOException {
        byte[] bytes = new byte[Math.min(limit, Math.max(CHUNK, in.available()))];
        int size = 0;
        int next = 0;
        while (next >= 0) {
            int wanted = Math.min(CHUNK, bytes.length - size);
            int count = in.readNBytes(bytes, size, wanted);
            size += count;
            next = count == wanted && size < bytes.length ? 0 : in.read();
            if (next >= 0 && size == limit) {
                throw new InvalidException(
                        "%s has more than %d bytes: it is too large or was changed".formatted(name, limit));
            }
            if (next >= 0 && size == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(limit, 2L * size));
                bytes[size++] = (byte) next;
            }
        }
        byte[] all = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        return in instanceof VerifiedInputStream verified ? new FileContent(all, Digest.hex(verified.hash())) : of(all);
    }
}
