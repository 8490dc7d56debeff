package dev.mlops.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Turns values of one type into bytes and back. Deterministic: equal values give equal bytes, so the SHA-256 of the
 * bytes is the value's content hash. Thread-safe.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> {

    /** Name and version of the format, such as {@code json/1}: bytes written under another name are not read. */
    String format();

    /** Writes {@code value}; leaves {@code out} open. */
    void write(T value, OutputStream out) throws IOException;

    /** Reads a value that {@link #write} wrote; throws {@link IOException} on anything else; leaves {@code in} open. */
    T read(InputStream in) throws IOException;
}
