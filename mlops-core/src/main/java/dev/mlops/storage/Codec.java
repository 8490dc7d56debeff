package dev.mlops.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

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

    /**
     * A record, or a value of a class that JSON has a form for: text, numbers, booleans, enums, {@code java.time}
     * (ISO-8601), {@code Path}, Optional, lists, sets and maps of these, and records within records. Reading is strict:
     * a field that is missing, unknown or of another type is an error, so what an older version of a record wrote isn't
     * read by halves. A package that isn't exported must be open to {@code com.fasterxml.jackson.databind}.
     */
    static <T> Codec<T> json(Class<T> type) {
        return JsonCodec.of(type);
    }

    /** A list of what {@link #json(Class)} takes; the list read is unmodifiable. */
    static <E> Codec<List<E>> jsonList(Class<E> element) {
        return JsonCodec.listOf(element);
    }

    /** Text as UTF-8; half of a surrogate pair is an error. */
    static Codec<String> text() {
        return new TextCodec();
    }

    /** Bytes as they are. */
    static Codec<byte[]> bytes() {
        return new BytesCodec();
    }
}
