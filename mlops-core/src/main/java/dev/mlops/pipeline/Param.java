package dev.mlops.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a pipeline: a typed name whose value comes from {@link Args}, or from its default. It is made by the
 * pipeline's builder, which it belongs to; {@link #describe} and {@link #check} complete it until the pipeline is
 * built and throw {@link IllegalStateException} afterwards.
 *
 * <p>Types: {@code String}, {@code Integer}, {@code Long}, {@code Double}, {@code Boolean}, {@code Path} (of the default
 * file system), {@code Duration} ({@code 90s}, {@code 1h30m}, {@code PT5M}), {@code Instant} (ISO-8601), any enum (by name or {@code toString()}, in any
 * case, with {@code -} for {@code _}), and a list of any of these.
 *
 * @param <T> the type of the value
 */
public final class Param<T> implements Input<T> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,249}");

    private final String name;
    private final ParamType<T> type;
    private final @Nullable T defaultValue;
    private final List<Check<T>> checks = new ArrayList<>();
    private String description = "";
    private boolean frozen;

    private Param(String name, ParamType<T> type, @Nullable T defaultValue) {
        this.name = checkName(name);
        this.type = type;
        this.defaultValue = defaultValue;
    }

    /** A parameter without a default. */
    static <T> Param<T> required(String name, Class<T> type) {
        return new Param<>(name, ParamType.of(type), null);
    }

    /** A parameter that is {@code defaultValue} where the arguments don't name it. */
    static <T> Param<T> of(String name, Class<T> type, T defaultValue) {
        return new Param<>(name, ParamType.of(type), Objects.requireNonNull(defaultValue, "defaultValue"));
    }

    /** A parameter that is empty where the arguments don't name it. */
    static <T> Param<Optional<T>> optional(String name, Class<T> type) {
        return new Param<>(name, ParamType.optionalOf(type), Optional.empty());
    }

    /** A list without a default. */
    static <E> Param<List<E>> requiredList(String name, Class<E> element) {
        return new Param<>(name, ParamType.listOf(element), null);
    }

    /** A list that is {@code defaultValue} where the arguments don't name it. */
    static <E> Param<List<E>> list(String name, Class<E> element, List<? extends E> defaultValue) {
        return new Param<>(name, ParamType.listOf(element), List.copyOf(defaultValue));
    }

    @Override
    public String name() {
        return name;
    }

    /** Says what the parameter means, in the pipeline's help; replaces what was said before. */
    public Param<T> describe(String text) {
        checkOpen();
        description = text.strip();
        return this;
    }

    /**
     * Adds a rule that a value must keep: {@code alpha.check("positive", a -> a > 0)}. A value that breaks it is
     * reported with the text of the rule before any step runs; so is one for which {@code holds} throws. Must be
     * thread-safe and without effects.
     *
     * @throws IllegalArgumentException if the default breaks the rule
     */
    public Param<T> check(String rule, Predicate<? super T> holds) {
        checkOpen();
        Check<T> check = new Check<>(rule.strip(), holds);
        if (defaultValue != null && !holds.test(defaultValue)) {
            throw new IllegalArgumentException("default of parameter '" + name + "' is "
                    + Quoted.of(type.print(defaultValue)) + ", which breaks its rule: " + check.rule());
        }
        checks.add(check);
        return this;
    }

    /** Ends the declaration; called when the pipeline is built, and harmless when repeated. */
    void freeze() {
        frozen = true;
    }

    ParamType<T> type() {
        return type;
    }

    /** The default, or null for a required parameter. */
    @Nullable
    T defaultValue() {
        return defaultValue;
    }

    String description() {
        return description;
    }

    List<Check<T>> checks() {
        return checks;
    }

    private void checkOpen() {
        if (frozen) {
            throw new IllegalStateException("parameter '" + name + "' belongs to a pipeline that is already built");
        }
    }

    private static String checkName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(Args.HELP)) {
            throw new IllegalArgumentException("parameter name is " + Quoted.of(name)
                    + ", expected a letter, then up to 249 letters, digits, '_', '.' or '-', and not 'help'");
        }
        return name;
    }

    @Override
    public String toString() {
        return "Param[" + name + "]";
    }

    /** A rule in words and the test of it. */
    record Check<T>(String rule, Predicate<? super T> holds) {}
}
