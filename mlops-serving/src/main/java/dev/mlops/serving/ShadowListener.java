package dev.mlops.serving;

/**
 * Hears what a shadow answered, in the shadow's thread.
 *
 * @param <R> the rows
 */
@FunctionalInterface
public interface ShadowListener<R> {

    /**
     * The shadow has answered.
     *
     * @param row what was asked
     * @param answer what was answered and given to the caller
     * @param shadow what the shadow answered, under the same id
     */
    void answered(R row, Prediction answer, Prediction shadow);
}
