package dev.mlops.storage.spi;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the bytes of a content into a store: an encoder, or {@code in::transferTo}. */
@FunctionalInterface
public interface ContentWriter {
    /** Writes all of it, and leaves {@code out} open; {@code out} throws where the store fails. */
    void writeTo(OutputStream out) throws IOException;
}
