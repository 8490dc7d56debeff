package dev.mlops.data;

import java.io.Closeable;
import java.io.IOException;

/** The rows of one open file. */
interface RowSource extends Closeable {

    /**
     * Reads the next row into {@code row}, which is clear; values that don't fit are rejected there. Sees to every check
     * but whether a value is missing that must not be.
     *
     * @return false at the end
     * @throws BrokenFile if the file's structure is lost
     */
    boolean next(Row row) throws IOException;

    /** The place of the row last read, such as {@code row 17 (line 18)}. */
    String place(long row);

    /** The file is not, or no longer, what its name says; the message ends a sentence that begins with its name. */
    final class BrokenFile extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenFile(String message) {
            super(message);
        }

        BrokenFile(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
