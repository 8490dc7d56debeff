package dev.mlops.pipeline;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arguments by name, as text, before a pipeline gives them types. Immutable.
 *
 * <p>On a command line, {@code --name value} and {@code --name=value} are the same. A value may begin with one dash
 * ({@code --low -1}); one that begins with two needs {@code =}. {@code --name} without a value is {@code true}, for
 * parameters of type boolean. After {@code --} follows the {@link #rest()}, which is the caller's own.
 */
public final class Args {
    static final String HELP = "help";

    private static final Args NONE = new Args(Map.of(), List.of(), List.of());

    private final Map<String, List<Value>> values;
    private final List<String> strays;
    private final List<String> rest;

    private Args(Map<String, List<Value>> values, List<String> strays, List<String> rest) {
        Map<String, List<Value>> copy = new LinkedHashMap<>();
        values.forEach((name, given) -> copy.put(name, List.copyOf(given)));
        this.values = Collections.unmodifiableMap(copy);
        this.strays = List.copyOf(strays);
        this.rest = List.copyOf(rest);
    }

    /** No arguments: every parameter has its default. */
    public static Args none() {
        return NONE;
    }

    /** Reads a command line. Never throws: what is wrong with it is reported by the pipeline, all at once. */
    public static Args parse(String... commandLine) {
        Map<String, List<Value>> values = new LinkedHashMap<>();
        List<String> strays = new ArrayList<>();
        int i = 0;
        while (i < commandLine.length && !commandLine[i].equals("--")) {
            String word = commandLine[i++];
            if (!word.startsWith("--")) {
                strays.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String name = word.substring(2, equals < 0 ? word.length() : equals);
            Value value = Value.FLAG;
            if (equals >= 0) {
                value = new Value(word.substring(equals + 1), false);
            } else if (i < commandLine.length && !commandLine[i].startsWith("--")) {
                value = new Value(commandLine[i++], false);
            }
            values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        }
        List<String> rest = List.of(commandLine).subList(Math.min(i + 1, commandLine.length), commandLine.length);
        return new Args(values, strays, rest);
    }

    /**
     * Arguments from values in memory. A value is text as on a command line, a value of the parameter's own type, or
     * for a list a collection of either; an empty Optional is as if the name weren't there. Order is kept where the map
     * has one.
     *
     * @throws IllegalArgumentException if a value is null
     */
    public static Args of(Map<String, ?> values) {
        Map<String, List<Value>> texts = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
                texts.put(name, List.of(new Value(text(name, value), false)));
            }
        });
        return new Args(texts, List.of(), List.of());
    }

    /** Whether {@code --help} or {@code -h} was among them; then print {@code pipeline.help()} and run nothing. */
    public boolean wantsHelp() {
        return values.containsKey(HELP) || strays.contains("-h");
    }

    /** What followed {@code --}, in order; pipelines don't look at it. */
    public List<String> rest() {
        return rest;
    }

    /** Every name given, in order of first appearance, with its values in order; never an empty list. */
    Map<String, List<Value>> values() {
        return values;
    }

    /** Words before {@code --} that belong to no name. */
    List<String> strays() {
        return strays;
    }

    private static String text(String name, Object value) {
        if (value instanceof Optional<?> optional && optional.isPresent()) {
            return text(name, optional.get());
        }
        if (value instanceof Collection<?> elements) {
            return ListType.join(elements.stream().map(e -> text(name, e)).toList());
        }
        if (value == null) {
            throw new IllegalArgumentException("argument '" + name + "' is null, expected a value");
        }
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Args that
                && values.equals(that.values)
                && strays.equals(that.strays)
                && rest.equals(that.rest);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * values.hashCode() + strays.hashCode()) + rest.hashCode();
    }

    /** The names alone: values may be secret. */
    @Override
    public String toString() {
        return "Args" + values.keySet();
    }

    /** One value as text; {@code flag} where the name stood without one, which only a boolean allows. */
    record Value(String text, boolean flag) {
        static final Value FLAG = new Value("true", true);
    }
}
