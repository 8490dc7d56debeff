package dev.mlops.serving;

import java.util.List;

/**
 * How the arms of a predictor have answered, and what stood in for them. Immutable.
 *
 * @param arms the arms that were asked so far, fallbacks included
 * @param fallbacks how many calls another arm than the chosen one answered
 * @param constants how many calls the last constant answered
 * @param unanswered how many calls nothing answered, the row not being to blame
 */
public record ResilienceHealth(List<GuardHealth> arms, long fallbacks, long constants, long unanswered) {

    /** Copies the list. */
    public ResilienceHealth {
        arms = List.copyOf(arms);
    }
}
