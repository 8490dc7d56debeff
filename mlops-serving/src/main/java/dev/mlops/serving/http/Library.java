package dev.mlops.serving.http;

import java.util.Objects;

/** This library, as servers tell it. */
final class Library {
    static final String NAME = "mlops";

    private Library() {}

    /** The version, or {@code unreleased} where it doesn't run from its jar. */
    static String version() {
        return Objects.requireNonNullElse(Library.class.getPackage().getImplementationVersion(), "unreleased");
    }
}
