package dev.mlops.pipeline;

import dev.mlops.storage.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that was declared about one step; immutable.
 *
 * @param index the place in the order of declaration
 * @param handle the handle that stands for the step
 * @param fallback what stands in for the output when the step is skipped
 * @param caching null when the output isn't kept
 */
record StepSpec(
        int index,
        Step<?> handle,
        StepKind kind,
        List<Input<?>> inputs,
        Call call,
        List<Condition> conditions,
        List<Step<?>> after,
        @Nullable Fallback fallback,
        Tries tries,
        @Nullable Caching caching) {

    StepSpec {
        inputs = List.copyOf(inputs);
        conditions = List.copyOf(conditions);
        after = List.copyOf(after);
    }

    String name() {
        return handle.name();
    }

    List<String> inputNames() {
        return inputs.stream().map(Input::name).toList();
    }

    /** Every handle without whose value the step is skipped, each once. */
    Set<Input<?>> needs() {
        Set<Input<?>> needs = new LinkedHashSet<>(inputs);
        conditions.forEach(condition -> needs.add(condition.input()));
        return needs;
    }

    /** Every handle whose value the step may take, each once. */
    Set<Input<?>> reads() {
        Set<Input<?>> reads = needs();
        if (fallback != null && fallback.input() != null) {
            reads.add(fallback.input());
        }
        return reads;
    }

    /** Every step that must have ended before this one may start, each once. */
    Set<Step<?>> waitsFor() {
        Set<Step<?>> steps = new LinkedHashSet<>(after);
        steps.addAll(readsSteps());
        return steps;
    }

    /** Every step whose output this one may need, each once. */
    List<Step<?>> readsSteps() {
        List<Step<?>> steps = new ArrayList<>();
        for (Input<?> input : reads()) {
            if (input instanceof Step<?> step) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** The body with its types erased. */
    sealed interface Call {

        /** A function of the values of the inputs. */
        non-sealed interface Plain extends Call {
            Object run(Object[] inputs) throws Exception;
        }

        /** A function of an element of the first input, and the values of the other inputs in their places. */
        record Each(int concurrency, Plain body) implements Call {}

        /** A question about the first input. */
        record Ask(String question) implements Call {}

        /** Work that sees how the run went, and the value of the one input if there is any. */
        non-sealed interface Last extends Call {
            void run(PipelineRun<?> outcome, @Nullable Object input) throws Exception;
        }
    }

    /** The step runs only if the value of the input passes the test. */
    record Condition(Input<?> input, Predicate<Object> test, String reason) {}

    /** One of both: a handle or a value. */
    record Fallback(@Nullable Input<?> input, @Nullable Object value) {}

    /** How often, how far apart and how long the body is tried. */
    record Tries(int attempts, Backoff backoff, @Nullable Duration timeout) {}

    /** How the output is written, and the version of the body that made it. */
    record Caching(Codec<?> codec, String version) {}
}
