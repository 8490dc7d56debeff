package dev.mlops.serving;

/**
 * How one arm of a predictor with fallbacks has answered.
 *
 * @param arm the alias or the number of the version
 * @param state whether it is asked
 * @param answered how many calls it answered
 * @param failed how many calls its model threw at, the row not being to blame
 * @param late how many calls took longer than the timeout
 * @param rejected how many calls it wasn't asked, since too many were waiting
 * @param refused how many calls it wasn't asked, since its circuit breaker was open
 */
public record GuardHealth(String arm, State state, long answered, long failed, long late, long rejected, long refused) {

    /** The state of a circuit breaker. */
    public enum State {
        /** The arm is asked. */
        CLOSED,
        /** The arm isn't asked. */
        OPEN,
        /** A few calls are let through to see whether the arm is well again. */
        HALF_OPEN
    }
}
