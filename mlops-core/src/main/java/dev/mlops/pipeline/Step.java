package dev.mlops.pipeline;

import dev.mlops.storage.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A step of a pipeline: work with typed inputs and one output. Made by the builder, to which it belongs; what is said
 * here completes it until the pipeline is built and throws {@link IllegalStateException} afterwards. Not thread-safe.
 *
 * @param <T> the type of the output
 */
public final class Step<T> implements Input<T> {
    /** The version of a step that names none. */
    public static final String DEFAULT_VERSION = "1";

    private final String name;
    private final StepKind kind;
    private final List<Input<?>> inputs;
    private final StepSpec.Call call;
    private final List<StepSpec.Condition> conditions = new ArrayList<>();
    private final List<Step<?>> after = new ArrayList<>();
    private int attempts = 1;
    private Backoff backoff = Backoff.none();
    private @Nullable Duration timeout;
    private @Nullable Codec<T> codec;
    private String version = DEFAULT_VERSION;
    private @Nullable Input<?> other;
    private @Nullable Object otherValue;
    private boolean frozen;

    Step(String name, StepKind kind, List<? extends Input<?>> inputs, StepSpec.Call call) {
        this.name = checkName(name);
        this.kind = kind;
        this.inputs = List.copyOf(inputs);
        this.call = Objects.requireNonNull(call, "body");
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Calls the body up to {@code attempts} times in all, until it doesn't throw; each element of a mapped step by
     * itself. What can't get better by itself is not tried again: an {@link dev.mlops.InvalidException}, a
     * {@link dev.mlops.NotFoundException} and any {@link Error}.
     *
     * @throws IllegalArgumentException if {@code attempts} is less than 1
     */
    public Step<T> retry(int attempts, Backoff backoff) {
        checkOpen();
        if (attempts < 1) {
            throw new IllegalArgumentException("step '" + name + "': attempts is " + attempts + ", expected 1 or more");
        }
        this.attempts = attempts;
        this.backoff = Objects.requireNonNull(backoff, "backoff");
        return this;
    }

    /**
     * Interrupts an attempt that takes longer than {@code limit}, counted from when the body starts, and fails it with a
     * {@link java.util.concurrent.TimeoutException}. A body that hasn't returned by the end of the runner's
     * {@linkplain Runner.Builder#grace grace} is left to itself: the step fails and whatever the body gives is dropped.
     * For a mapped step the limit is for each element, for an approval until there is an answer.
     *
     * @throws IllegalArgumentException if {@code limit} isn't positive
     */
    public Step<T> timeout(Duration limit) {
        checkOpen();
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "step '" + name + "': timeout is " + limit + ", expected more than zero");
        }
        this.timeout = limit;
        return this;
    }

    /**
     * Keeps the output in the runner's cache, so that a later run with the same step name, version, format and content
     * of the inputs reads it instead of running the body. Without a cache in the runner this has no effect.
     */
    public Step<T> cached(Codec<T> codec) {
        checkOpen();
        this.codec = Objects.requireNonNull(codec, "codec");
        return this;
    }

    /** Change it when the body changes, so that what the old body left in the cache isn't used. */
    public Step<T> version(String version) {
        checkOpen();
        this.version = Objects.requireNonNull(version, "version");
        return this;
    }

    /** Runs the step only if {@code condition} is true; else it is skipped, for {@code reason}. */
    public Step<T> when(Input<Boolean> condition, String reason) {
        return when(condition, Boolean::booleanValue, reason);
    }

    /**
     * Runs the step only if {@code condition} holds for the value of {@code input}; else it is skipped, for
     * {@code reason}, and so are all that take its output, unless there is an {@code orElse}. Of several conditions all
     * must hold, and the first that doesn't gives the reason.
     */
    @SuppressWarnings("unchecked") // the value of an Input<C> is a C
    public <C> Step<T> when(Input<C> input, Predicate<? super C> condition, String reason) {
        checkOpen();
        Objects.requireNonNull(condition, "condition");
        Predicate<Object> test = value -> condition.test((C) value);
        conditions.add(new StepSpec.Condition(Objects.requireNonNull(input, "input"), test, reason.strip()));
        return this;
    }

    /** What those who take the output get when the step is skipped. */
    public Step<T> orElse(T value) {
        checkOpen();
        this.otherValue = Objects.requireNonNull(value, "value");
        this.other = null;
        return this;
    }

    /** Whose value those who take the output get when the step is skipped; it is made in any case. */
    public Step<T> orElse(Input<? extends T> input) {
        checkOpen();
        this.other = Objects.requireNonNull(input, "input");
        this.otherValue = null;
        return this;
    }

    /** Starts only after these steps have ended or were skipped, without taking their outputs. */
    public Step<T> after(Step<?>... steps) {
        checkOpen();
        after.addAll(Arrays.asList(steps));
        return this;
    }

    StepKind kind() {
        return kind;
    }

    /** Ends the declaration, and gives all of it. */
    StepSpec freeze(int index) {
        frozen = true;
        StepSpec.Fallback fallback =
                other == null && otherValue == null ? null : new StepSpec.Fallback(other, otherValue);
        StepSpec.Tries tries = new StepSpec.Tries(attempts, backoff, timeout);
        StepSpec.Caching caching = codec == null ? null : new StepSpec.Caching(codec, version);
        return new StepSpec(index, this, kind, inputs, call, conditions, after, fallback, tries, caching);
    }

    private void checkOpen() {
        if (frozen) {
            throw new IllegalStateException("step '" + name + "' belongs to a pipeline that is already built");
        }
    }

    private static String checkName(String name) {
        if (name.isBlank() || name.length() > 250 || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "step name is '" + name + "', expected 1 to 250 characters, not blank, without control characters");
        }
        return name;
    }

    @Override
    public String toString() {
        return "Step[" + name + "]";
    }
}
