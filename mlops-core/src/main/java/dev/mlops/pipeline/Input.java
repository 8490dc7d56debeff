package dev.mlops.pipeline;

/**
 * A handle for a value that a step takes: a parameter of the run, or the output of another step. It holds no value
 * itself; the values live in a run.
 *
 * @param <T> the type of the value
 */
public sealed interface Input<T> permits Param, Step {

    /** The name, unique within a pipeline among steps or among parameters. */
    String name();
}
