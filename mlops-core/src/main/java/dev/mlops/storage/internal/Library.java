package dev.mlops.storage.internal;

import dev.mlops.InvalidException;

/** Tells whether an optional library is there, before anything touches its types. */
public final class Library {
    private Library() {}

    /**
     * Checks that there is a type.
     *
     * @throws InvalidException if not; the message says that {@code what} needs {@code artifact}
     */
    public static void need(String what, String type, String artifact) {
        try {
            Class.forName(type, false, Library.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new InvalidException(
                    what + " needs " + artifact + ", which isn't there: add it to the dependencies", e);
        }
    }
}
