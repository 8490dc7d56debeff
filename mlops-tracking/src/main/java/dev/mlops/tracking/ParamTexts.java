package dev.mlops.tracking;

import dev.mlops.InvalidException;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameters as text: what is in records and maps gets the key {@code outer.inner}, what is absent is left out. */
final class ParamTexts {
    private final Map<String, String> texts = new LinkedHashMap<>();

    private ParamTexts() {}

    static Map<String, String> of(Map<?, ?> values) {
        ParamTexts params = new ParamTexts();
        params.addAll("", values);
        return params.texts;
    }

    static Map<String, String> of(Record values) {
        ParamTexts params = new ParamTexts();
        params.addAll("", parts(values));
        return params.texts;
    }

    private void addAll(String prefix, Map<?, ?> values) {
        values.forEach((key, value) -> add(prefix + key, value));
    }

    private void add(String key, @Nullable Object value) {
        if (value instanceof Record record) {
            addAll(key + ".", parts(record));
        } else if (value instanceof Map<?, ?> map) {
            addAll(key + ".", map);
        } else if (value instanceof Optional<?> optional) {
            add(key, optional.orElse(null));
        } else if (value != null) {
            String text = text(key, value);
            String before = texts.putIfAbsent(key, text);
            if (before != null && !before.equals(text)) {
                throw new InvalidException("parameter '" + key + "' has two values, '" + before + "' and '" + text
                        + "', expected one: keys of what is in it are joined with a dot");
            }
        }
    }

    private static String text(String key, Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Collection<?> elements) {
            return elements.stream()
                    .map(element -> element == null ? "null" : text(key, element))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (hasNoText(value.getClass())) {
            throw new InvalidException("value of parameter '" + key + "' is of " + value.getClass()
                    + ", which has no text of its own, expected "
                    + (value.getClass().isArray() ? "a list instead of an array" : "a value with a toString()"));
        }
        return value.toString();
    }

    /** Whether its text is that of any object, which differs in every process. */
    private static boolean hasNoText(Class<?> type) {
        try {
            return type.getMethod("toString").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every class has toString()", e);
        }
    }

    private static Map<String, @Nullable Object> parts(Record record) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            parts.put(component.getName(), value(record, component.getAccessor()));
        }
        return parts;
    }

    private static @Nullable Object value(Record record, Method accessor) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (InaccessibleObjectException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException(
                    "record " + record.getClass().getName()
                            + " can't be read, expected its package to be exported or open to "
                            + ParamTexts.class.getModule().getName(),
                    e);
        }
    }
}
