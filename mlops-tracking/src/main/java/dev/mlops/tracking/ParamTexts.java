package dev.mlops.tracking;

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
            texts.put(key, text(value));
        }
    }

    private static String text(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Collection<?> elements) {
            return elements.stream()
                    .map(element -> element == null ? "null" : text(element))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value.toString();
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
