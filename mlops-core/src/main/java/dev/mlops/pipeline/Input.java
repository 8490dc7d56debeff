package dev.mlops.pipeline;

/**
 * What a step may read: a parameter or the result of another step.
 *
 * @param <T> the type of the value
 */
public sealed interface Input<T> permits Param {

    /** The name, unique in its pipeline. */
    String name();
}
