package dev.mlops.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The value of every parameter of one run; immutable. */
final class Resolved {
    private final Map<Param<?>, Object> values;

    Resolved(Map<Param<?>, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The value; throws IllegalArgumentException for a parameter of another pipeline. */
    @SuppressWarnings("unchecked") // Parameters puts a T under each Param<T>
    <T> T get(Param<T> param) {
        Object value = values.get(param);
        if (value == null) {
            throw new IllegalArgumentException("parameter '" + param.name() + "' isn't one of this pipeline's");
        }
        return (T) value;
    }

    /** Name to canonical text in order of declaration; an optional parameter without a value is left out. */
    Map<String, String> printed() {
        Map<String, String> printed = new LinkedHashMap<>();
        values.forEach((param, value) -> {
            if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
                printed.put(param.name(), print(param));
            }
        });
        return Collections.unmodifiableMap(printed);
    }

    private <T> String print(Param<T> param) {
        return param.type().print(get(param));
    }
}
