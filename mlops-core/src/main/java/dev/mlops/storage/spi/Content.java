package dev.mlops.storage.spi;

/**
 * Bytes that a store holds, known by what they are.
 *
 * @param hash {@code sha256:} and 64 lower-case hexadecimal digits
 * @param size how many bytes
 */
public record Content(String hash, long size) {
    /**
     * Checks both.
     *
     * @throws dev.mlops.InvalidException if the hash isn't one, or the size is negative
     */
    public Content {
        Rules.hash("content hash", hash);
        if (size < 0) {
            throw new dev.mlops.InvalidException("size of " + hash + " is " + size + ", expected 0 or more");
        }
    }
}
