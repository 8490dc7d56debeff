package dev.mlops.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

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

    /** Columns that the record has and the file hasn't, in the order of the record. */
    List<String> absentColumns();

    /** The place of the row last read, such as {@code row 17 (line 18)}. */
    String place(long row);

    /** The file is not, or no longer, what its name says. */
    final class BrokenFile extends IOException {
        private static final long serialVersionUID = 1L;

        /** A problem of the whole file, which goes on after its name. */
        BrokenFile(String problem) {
            super(" " + problem);
        }

        /** A problem at a place in the file; no place if empty. */
        BrokenFile(String place, String problem) {
            super(message(place, problem));
        }

        BrokenFile(String place, String problem, Throwable cause) {
            super(message(place, problem), cause);
        }

        private static String message(String place, String problem) {
            return (place.isEmpty() ? ": " : ", " + place + ": ") + problem;
        }
    }
}
