package dev.mlops.registry;

import java.util.Locale;
import java.util.Objects;

/**
 * Something that is not as it was when a version was made.
 *
 * @param area what kind of thing it is
 * @param what the thing, such as {@code parameter 'alpha'}
 * @param recorded how it was; empty where it wasn't there, or isn't known
 * @param present how it is; empty where it isn't there any more
 */
public record Difference(Area area, String what, String recorded, String present) {

    /** What differs. */
    public enum Area {
        /** The data that a step gave, or that the model learnt from. */
        DATA,
        /** The values of the pipeline's parameters. */
        PARAMETERS,
        /** The commit of the code, or files that differ from it. */
        CODE,
        /** Java, the operating system and libraries. */
        ENVIRONMENT,
        /** The model: its signature, trainer, or a file of it. */
        MODEL,
        /** A metric. */
        METRICS
    }

    /** Checks that all is there. */
    public Difference {
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(recorded, "recorded");
        Objects.requireNonNull(present, "present");
    }

    /** One line. */
    @Override
    public String toString() {
        return area.name().toLowerCase(Locale.ROOT) + ": " + what + " was " + shown(recorded) + ", is "
                + shown(present);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "not there" : value;
    }
}
