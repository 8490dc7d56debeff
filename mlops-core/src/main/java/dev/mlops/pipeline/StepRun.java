package dev.mlops.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to one step in one run, as of the moment when it was asked for. Immutable. */
public final class StepRun {
    private final String runId;
    private final StepSpec spec;
    private final StepState state;
    private final @Nullable String reason;
    private final @Nullable Throwable failure;
    private final @Nullable Instant start;
    private final @Nullable Instant end;
    private final Duration duration;
    private final int attempts;
    private final @Nullable String contentHash;

    StepRun(
            String runId,
            StepSpec spec,
            StepState state,
            @Nullable String reason,
            @Nullable Throwable failure,
            @Nullable Instant start,
            @Nullable Instant end,
            Duration duration,
            int attempts,
            @Nullable String contentHash) {
        this.runId = runId;
        this.spec = spec;
        this.state = state;
        this.reason = reason;
        this.failure = failure;
        this.start = start;
        this.end = end;
        this.duration = duration;
        this.attempts = attempts;
        this.contentHash = contentHash;
    }

    /** The id of the run. */
    public String runId() {
        return runId;
    }

    /** The name of the step. */
    public String name() {
        return spec.name();
    }

    /** The names of the parameters and steps that the step takes, in the order of its arguments. */
    public List<String> inputs() {
        return spec.inputNames();
    }

    /** How far the step has come. */
    public StepState state() {
        return state;
    }

    /** Why the step was skipped, rejected or cancelled, or what made it fail and where. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** What the last attempt threw, when the step has failed. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** When the step started; absent when it never did. */
    public Optional<Instant> start() {
        return Optional.ofNullable(start);
    }

    /** When the step ended; absent when it has not, or never started. */
    public Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    /** From start to end, its waits between attempts included; zero while it has not ended. */
    public Duration duration() {
        return duration;
    }

    /** How often the body was called; the attempts of all elements together for a mapped step. */
    public int attempts() {
        return attempts;
    }

    /** The SHA-256 of the output's content, where it was needed for the cache. */
    public Optional<String> contentHash() {
        return Optional.ofNullable(contentHash);
    }

    @Override
    public String toString() {
        return name() + " " + state + (reason == null ? "" : " (" + reason + ")");
    }
}
