package dev.mlops.registry;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one check of a gate found.
 *
 * @param check the check in words, such as {@code rmse at most 8}
 * @param passed whether the version may pass
 * @param finding what was found, with its figures, such as {@code rmse is 5.38}
 * @param figures the figures by name, for programs
 */
public record Verdict(String check, boolean passed, String finding, SortedMap<String, Double> figures) {

    /** Copies the figures. */
    public Verdict {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(finding, "finding");
        figures.values().forEach(figure -> Objects.requireNonNull(figure, "figure"));
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
    }

    /** The version may pass. */
    public static Verdict passed(String check, String finding, Map<String, Double> figures) {
        return new Verdict(check, true, finding, new TreeMap<>(figures));
    }

    /** The version may not pass. */
    public static Verdict refused(String check, String finding, Map<String, Double> figures) {
        return new Verdict(check, false, finding, new TreeMap<>(figures));
    }

    /** The verdict by whether a condition holds. */
    static Verdict of(String check, boolean passed, String finding, Map<String, Double> figures) {
        return new Verdict(check, passed, finding, new TreeMap<>(figures));
    }

    /** One line. */
    @Override
    public String toString() {
        return (passed ? "passed" : "REFUSED") + ": " + check + ": " + finding;
    }
}
