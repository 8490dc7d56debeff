package dev.mlops.pipeline;

/**
 * Looks at what a step gave before it is kept and before any other step gets it: see {@link Runner.Builder#check}. Steps that
 * run at the same time are checked at the same time.
 */
@FunctionalInterface
public interface OutputCheck {

    /**
     * Checks an output, computed or from the cache. It must not change it.
     *
     * @param step the name of the step
     * @throws Exception if it isn't as it should be: the step fails with that for good, and is not tried again
     */
    void check(String step, Object output) throws Exception;
}
