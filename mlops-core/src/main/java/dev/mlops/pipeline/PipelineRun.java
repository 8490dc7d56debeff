package dev.mlops.pipeline;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.StepFailedException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.internal.HtmlFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one run of a pipeline, as of the moment when it was asked for. Immutable; it keeps the result, and no
 * other output.
 *
 * @param <R> the type of the result
 */
public final class PipelineRun<R> {
    private final String id;
    private final Pipeline<R> pipeline;
    private final Map<String, String> parameters;
    private final Outcome outcome;
    private final Instant start;
    private final @Nullable Instant end;
    private final Duration duration;
    private final List<StepRun> steps;
    private final @Nullable R result;

    PipelineRun(
            String id,
            Pipeline<R> pipeline,
            Map<String, String> parameters,
            Outcome outcome,
            Instant start,
            @Nullable Instant end,
            Duration duration,
            List<StepRun> steps,
            @Nullable R result) {
        this.id = id;
        this.pipeline = pipeline;
        this.parameters = parameters;
        this.outcome = outcome;
        this.start = start;
        this.end = end;
        this.duration = duration;
        this.steps = List.copyOf(steps);
        this.result = result;
    }

    /** What tells this run from every other: 32 lower-case hexadecimal digits. */
    public String id() {
        return id;
    }

    /** What ran. */
    public Pipeline<R> pipeline() {
        return pipeline;
    }

    /** The parameters with their values as text, defaults included, in order of declaration. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** How far the run has come. */
    public RunState state() {
        return outcome.state();
    }

    /**
     * The output of the result step, or what it was given to use instead when it was skipped.
     *
     * @throws StepFailedException if a step failed
     * @throws ConflictException if an approver said no
     * @throws CancellationException if the run was cancelled
     * @throws IllegalStateException if the result step was skipped, or the run has not ended
     */
    public R result() {
        throwUnlessSucceeded();
        if (result == null) {
            StepRun step = step(pipeline.result().name());
            throw new IllegalStateException("pipeline '" + pipeline.name() + "' has no result: step '" + step.name()
                    + "' was skipped: " + step.reason().orElse(""));
        }
        return result;
    }

    /** The same, absent where {@link #result()} would throw. */
    public Optional<R> findResult() {
        return outcome.state() == RunState.SUCCEEDED ? Optional.ofNullable(result) : Optional.empty();
    }

    /** The first failure of a step, with later ones suppressed in it. */
    public Optional<StepFailedException> failure() {
        return Optional.ofNullable(outcome.failure());
    }

    /** Why the run was rejected or cancelled. */
    public Optional<String> reason() {
        return Optional.ofNullable(outcome.reason());
    }

    /** When the run started. */
    public Instant start() {
        return start;
    }

    /** When the run ended; absent while it has not. */
    public Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    /** From start to end, or until now. */
    public Duration duration() {
        return duration;
    }

    /** Every step, in order of declaration. */
    public List<StepRun> steps() {
        return steps;
    }

    /**
     * The step of this name.
     *
     * @throws NotFoundException if there is none
     */
    public StepRun step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new NotFoundException("pipeline '" + pipeline.name() + "' has no step '" + name + "'"));
    }

    /**
     * Writes a report of the run as one HTML page that needs no network: state, graph, timeline, steps, failures and
     * parameters. It takes the place of an older file in one step; folders above it are made.
     *
     * @throws StorageUnavailableException if the file can't be written
     */
    public void toHtml(Path file) {
        HtmlFile.write(file, toHtml());
    }

    /** The page that {@link #toHtml(Path)} writes. */
    public String toHtml() {
        return RunReport.of(this).html();
    }

    PipelineRun<R> throwUnlessSucceeded() {
        String what = "run " + id + " of pipeline '" + pipeline.name() + "' ";
        switch (outcome.state()) {
            case SUCCEEDED -> {}
            case FAILED -> throw outcome.thrown();
            case REJECTED -> throw new ConflictException(what + "was rejected: " + outcome.reason());
            case CANCELLED -> throw new CancellationException(what + "was cancelled");
            case RUNNING -> throw new IllegalStateException(what + "has not ended");
        }
        return this;
    }

    @Override
    public String toString() {
        return "PipelineRun[" + pipeline.name() + " " + id + " " + outcome.state() + "]";
    }

    /** How the run went, and why. */
    record Outcome(
            RunState state,
            @Nullable StepFailedException failure,
            @Nullable String reason) {
        static final Outcome RUNNING = new Outcome(RunState.RUNNING, null, null);
        static final Outcome SUCCEEDED = new Outcome(RunState.SUCCEEDED, null, null);

        static Outcome failed(StepFailedException failure) {
            return new Outcome(RunState.FAILED, failure, failure.getMessage());
        }

        StepFailedException thrown() {
            if (failure == null) {
                throw new AssertionError("a failed run without a failure");
            }
            return failure;
        }
    }
}
