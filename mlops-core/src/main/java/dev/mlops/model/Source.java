package dev.mlops.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a number comes from, and what makes it good.
 *
 * @param column the raw column
 * @param min the smallest good value; -Infinity where there is none
 * @param max the largest good value; Infinity where there is none
 * @param fill what replaces a bad value; null where that is an error
 * @param steps the transforms, in order
 */
record Source(
        String column, double min, double max, @Nullable Fill fill, List<Transform> steps) {
    private static final int MAX_STEPS = 100;

    Source {
        Declared.name(column);
        Declared.check(
                min <= max,
                "column " + column + " is within " + min + " to " + max + ": the first must not be"
                        + " the larger one");
        Declared.check(
                steps.size() <= MAX_STEPS,
                "column " + column + " has " + steps.size() + " steps: it may have " + MAX_STEPS);
        steps = List.copyOf(steps);
    }

    static Source of(String column) {
        return new Source(column, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, null, List.of());
    }

    Source within(double low, double high) {
        return new Source(column, low, high, fill, steps);
    }

    Source fill(@Nullable Fill replacement) {
        return new Source(column, min, max, replacement, steps);
    }

    Source then(Transform step) {
        List<Transform> longer = new ArrayList<>(steps);
        longer.add(step);
        return new Source(column, min, max, fill, longer);
    }

    /** What a value must be that isn't good. */
    String rule(double bad) {
        if (!Double.isFinite(bad)) {
            return "it must be a finite number";
        }
        return bad < min || bad > max ? "it must be " + range() : "it must have a finite " + name();
    }

    /** Where good values lie, such as {@code from 0 to 100}; {@code a finite number} where that wasn't said. */
    String range() {
        boolean low = min > Double.NEGATIVE_INFINITY;
        boolean high = max < Double.POSITIVE_INFINITY;
        if (low && high) {
            return "from " + Levels.text(min) + " to " + Levels.text(max);
        }
        return low ? "at least " + Levels.text(min) : high ? "at most " + Levels.text(max) : "a finite number";
    }

    String name() {
        String name = column;
        for (Transform step : steps) {
            name = step.name(name);
        }
        return name;
    }
}
