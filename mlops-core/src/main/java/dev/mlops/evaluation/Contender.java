package dev.mlops.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * A baseline or a candidate in a {@link Feasibility} check.
 *
 * @param name the name it was given
 * @param baseline whether it is a baseline
 * @param value its metric on the held-out rows, with an interval of its own
 * @param gain what it gains over the best baseline, with the interval that the answer rests on; null for the best
 *     baseline itself
 */
public record Contender(
        String name,
        boolean baseline,
        Interval value,
        @Nullable Gain gain) {}
