package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.internal.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All parameters that a pipeline declares, in order. Making it freezes them; afterwards immutable. */
final class Parameters {
    private final String pipeline;
    private final Map<String, Param<?>> declared = new LinkedHashMap<>();

    private Parameters(String pipeline) {
        this.pipeline = pipeline;
    }

    /** The parameters of the pipeline of this name; throws IllegalArgumentException if two have one name. */
    static Parameters of(String pipeline, List<? extends Param<?>> params) {
        Parameters parameters = new Parameters(pipeline);
        for (Param<?> param : params) {
            param.freeze();
            if (parameters.declared.put(param.name(), param) != null) {
                throw new IllegalArgumentException("parameter '" + param.name() + "' is declared twice");
            }
        }
        return parameters;
    }

    /**
     * The value of every parameter: the argument's, else the default.
     *
     * @throws InvalidException naming everything wrong: unknown names, names given twice, missing and bad values
     */
    Resolved resolve(Args args) {
        List<String> violations = new ArrayList<>();
        Map<Param<?>, Object> values = new LinkedHashMap<>();
        for (Param<?> param : declared.values()) {
            Object value = value(param, args, violations);
            if (value != null) {
                values.put(param, value);
            }
        }
        refuseUnknown(args, violations);
        if (!violations.isEmpty()) {
            throw new InvalidException(message(violations));
        }
        return new Resolved(values);
    }

    /** The names, in order of declaration. */
    List<String> names() {
        return List.copyOf(declared.keySet());
    }

    /** What {@code --help} prints; {@code description} is of the whole pipeline and may be empty. */
    String help(String description) {
        return Help.of(pipeline, description, List.copyOf(declared.values()));
    }

    private static <T> @Nullable Object value(Param<T> param, Args args, List<String> violations) {
        List<Args.Value> given = args.values().get(param.name());
        T value;
        if (given == null) {
            if (param.defaultValue() == null) {
                violations.add("parameter '" + param.name() + "' is missing, expected "
                        + param.type().expected());
            }
            return param.defaultValue();
        }
        try {
            value = param.type().parseAll(given);
        } catch (InvalidException e) {
            violations.add("parameter '" + param.name() + "' " + e.getMessage());
            return null;
        }
        for (Param.Check<T> check : param.checks()) {
            check(param, value, check, violations);
        }
        return value;
    }

    private static <T> void check(Param<T> param, T value, Param.Check<T> check, List<String> violations) {
        String broken = "parameter '" + param.name() + "' is "
                + Quoted.of(param.type().print(value)) + ", which breaks its rule: " + check.rule();
        try {
            if (!check.holds().test(value)) {
                violations.add(broken);
            }
        } catch (RuntimeException e) {
            violations.add(broken + " (its check threw " + e + ")");
        }
    }

    private void refuseUnknown(Args args, List<String> violations) {
        Set<String> unknown = new LinkedHashSet<>(args.values().keySet());
        unknown.removeAll(declared.keySet());
        unknown.remove(Args.HELP);
        for (String name : unknown) {
            violations.add("parameter " + Quoted.of(name) + " is unknown, " + Nearest.to(name, declared.keySet()));
        }
        for (String stray : args.strays()) {
            violations.add("argument " + Quoted.of(stray) + " belongs to no parameter, expected --name before a value");
        }
    }

    private String message(List<String> violations) {
        return violations.size() == 1
                ? "pipeline '" + pipeline + "': " + violations.get(0)
                : "pipeline '" + pipeline + "' has " + violations.size() + " wrong arguments:\n- "
                        + String.join("\n- ", violations);
    }
}
