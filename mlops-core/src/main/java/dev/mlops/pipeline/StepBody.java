package dev.mlops.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * The work of a step: a function of its inputs that may throw. It should keep no state of its own, since it may run on
 * any thread, again after a failure, or not at all when its output is in the cache. It never returns null.
 */
public interface StepBody {

    /** A step without inputs. */
    @FunctionalInterface
    interface Of0<R> extends StepBody {
        /** Does the work. */
        R run() throws Exception;
    }

    /** A step of one input. */
    @FunctionalInterface
    interface Of1<A, R> extends StepBody {
        /** Does the work. */
        R run(A a) throws Exception;
    }

    /** A step of two inputs. */
    @FunctionalInterface
    interface Of2<A, B, R> extends StepBody {
        /** Does the work. */
        R run(A a, B b) throws Exception;
    }

    /** A step of three inputs. */
    @FunctionalInterface
    interface Of3<A, B, C, R> extends StepBody {
        /** Does the work. */
        R run(A a, B b, C c) throws Exception;
    }

    /** A step of four inputs. */
    @FunctionalInterface
    interface Of4<A, B, C, D, R> extends StepBody {
        /** Does the work. */
        R run(A a, B b, C c, D d) throws Exception;
    }

    /** A step of five inputs. */
    @FunctionalInterface
    interface Of5<A, B, C, D, E, R> extends StepBody {
        /** Does the work. */
        R run(A a, B b, C c, D d, E e) throws Exception;
    }

    /** A step of six inputs. */
    @FunctionalInterface
    interface Of6<A, B, C, D, E, F, R> extends StepBody {
        /** Does the work. */
        R run(A a, B b, C c, D d, E e, F f) throws Exception;
    }

    /** A finally-step: sees how the run went. */
    @FunctionalInterface
    interface Last extends StepBody {
        /** Does the work. */
        void run(PipelineRun<?> outcome) throws Exception;
    }

    /** A finally-step that also takes the output of a step, null where that step gave none. */
    @FunctionalInterface
    interface LastOf<A> extends StepBody {
        /** Does the work. */
        void run(PipelineRun<?> outcome, @Nullable A output) throws Exception;
    }
}
