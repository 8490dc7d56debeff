package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How values of one type are read from text and shown. {@code parse(print(v))} equals {@code v} for every value, so
 * {@code print(parse(x))} is the one canonical text of what {@code x} means. Immutable.
 */
interface ParamType<T> {

    /** Reads one value; the message of the InvalidException goes after the parameter's name. */
    T parse(String text);

    /** The canonical text. */
    String print(T value);

    /** What a value looks like, in one or two words for the help, such as {@code number}. */
    String hint();

    /** What is expected, for messages, such as {@code a decimal number}. */
    String expected();

    /** Reads what stood under one name on a command line: here exactly one value, with its text. */
    default T parseAll(List<Args.Value> given) {
        if (given.size() > 1) {
            throw new InvalidException("is given " + given.size() + " times, expected once");
        }
        if (given.get(0).flag()) {
            throw new InvalidException("has no value, expected " + expected());
        }
        return parse(given.get(0).text());
    }

    /** The error for a text that isn't of this type. */
    default InvalidException refuse(String text) {
        return new InvalidException("is " + Quoted.of(text) + ", expected " + expected());
    }

    /** The type of a class, primitive or boxed; throws IllegalArgumentException naming the ones there are. */
    static <T> ParamType<T> of(Class<T> type) {
        Class<?> boxed = MethodType.methodType(type).wrap().returnType();
        ParamType<?> found = boxed.isEnum() ? EnumType.of(boxed.asSubclass(Enum.class)) : plain(boxed);
        @SuppressWarnings("unchecked") // found for this very class
        ParamType<T> typed = (ParamType<T>) found;
        return typed;
    }

    /** A list of values of a class, each in the text of its own type. */
    static <E> ParamType<List<E>> listOf(Class<E> element) {
        return new ListType<>(of(element));
    }

    /** A value that may be absent; its text is never that of the empty Optional. */
    static <E> ParamType<Optional<E>> optionalOf(Class<E> element) {
        return new OptionalType<>(of(element));
    }

    private static ParamType<?> plain(Class<?> type) {
        if (type == String.class) {
            return new StringType();
        } else if (type == Integer.class) {
            return new WholeType<>(Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue);
        } else if (type == Long.class) {
            return new WholeType<>(Long.MIN_VALUE, Long.MAX_VALUE, v -> v);
        } else if (type == Double.class) {
            return new DecimalType();
        } else if (type == Boolean.class) {
            return new BooleanType();
        } else if (type == Path.class) {
            return new PathType();
        } else if (type == Duration.class) {
            return new DurationType();
        } else if (type == Instant.class) {
            return new InstantType();
        }
        throw new IllegalArgumentException("parameter type is " + type.getName() + ", expected String, Integer, Long,"
                + " Double, Boolean, Path, Duration, Instant, an enum, or a list of these");
    }
}
