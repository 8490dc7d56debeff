package dev.mlops.serving;

import java.time.Duration;

/**
 * Hears of every prediction of a predictor, in the thread that made it and before it is answered: metrics, a log and a
 * monitor are listeners. It should return within microseconds, and hand over to a thread of its own what takes longer. What it
 * throws is logged and contained. Called by many threads at once.
 *
 * @param <R> the rows
 */
public interface PredictionListener<R> {

    /**
     * A row was answered.
     *
     * @param row what was asked
     * @param prediction what is answered
     * @param took the time that it took; of a batch each row has an equal part of the time of all
     */
    void answered(R row, Prediction prediction, Duration took);

    /**
     * A row wasn't answered.
     *
     * @param row what was asked
     * @param arm the arm that should have answered, such as {@code champion}
     * @param version the number of its version; 0 for a model that isn't registered
     * @param error why: an {@link dev.mlops.InvalidException} where the row is to blame
     * @param took the time until it failed
     */
    default void failed(R row, String arm, int version, RuntimeException error, Duration took) {}
}
