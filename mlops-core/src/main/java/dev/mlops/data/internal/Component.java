package dev.mlops.data.internal;

import dev.mlops.InvalidException;
import dev.mlops.data.Column;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record and the field it stands for.
 *
 * @param name the component's name
 * @param type the component's own class
 * @param field the field
 * @param isOptional whether a file may lack the column
 * @param form how its values stand for the field's; null where they are the field's own
 */
record Component(
        String name,
        Class<?> type,
        Field field,
        boolean isOptional,
        @Nullable Form form) {
    private static final Map<Class<?>, FieldType> TYPES = Map.ofEntries(
            Map.entry(boolean.class, FieldType.BOOLEAN),
            Map.entry(Boolean.class, FieldType.BOOLEAN),
            Map.entry(byte.class, FieldType.INT8),
            Map.entry(Byte.class, FieldType.INT8),
            Map.entry(short.class, FieldType.INT16),
            Map.entry(Short.class, FieldType.INT16),
            Map.entry(int.class, FieldType.INT32),
            Map.entry(Integer.class, FieldType.INT32),
            Map.entry(long.class, FieldType.INT64),
            Map.entry(Long.class, FieldType.INT64),
            Map.entry(float.class, FieldType.FLOAT32),
            Map.entry(Float.class, FieldType.FLOAT32),
            Map.entry(double.class, FieldType.FLOAT64),
            Map.entry(Double.class, FieldType.FLOAT64),
            Map.entry(String.class, FieldType.STRING),
            Map.entry(LocalDateTime.class, FieldType.TIMESTAMP));

    static List<Component> of(Class<? extends Record> type) {
        if (type.getTypeParameters().length > 0) {
            throw new InvalidException("record " + type.getSimpleName()
                    + " has type parameters: a record of data must say the type of each component");
        }
        List<Component> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.add(of(type, component));
        }
        return components;
    }

    private static Component of(Class<?> owner, RecordComponent component) {
        Class<?> held = held(component.getGenericType());
        Form form = held == null ? null : Form.of(held);
        FieldType type = form != null ? form.type() : held == null ? null : TYPES.get(held);
        if (type == null) {
            throw new InvalidException("component '" + component.getName() + "' of record " + owner.getSimpleName()
                    + " is a " + component.getGenericType().getTypeName() + ": a component is a boolean, a byte, short,"
                    + " int, long, float or double, one of these boxed, a String, an enum, a LocalDateTime, a LocalDate, an"
                    + " Instant, or an Optional of one of them");
        }
        Column column = component.getAnnotation(Column.class);
        String name = column == null ? component.getName() : column.value();
        return new Component(
                component.getName(),
                component.getType(),
                new Field(name, type, !component.getType().isPrimitive()),
                isOptional(component, type),
                form);
    }

    /* A misspelled column of strings must not turn into nulls, so only what says "maybe" may be absent. */
    private static boolean isOptional(RecordComponent component, FieldType type) {
        if (type == FieldType.STRING || type == FieldType.TIMESTAMP) {
            return component.getType() == Optional.class
                    || isNullable(component.getAnnotatedType())
                    || isNullable(component);
        }
        return !component.getType().isPrimitive();
    }

    private static boolean isNullable(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    /** The class of a component's value, taken out of its Optional; null where it is no plain class. */
    private static @Nullable Class<?> held(Type type) {
        Type inner = type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? generic.getActualTypeArguments()[0]
                : type;
        return inner instanceof Class<?> plain ? plain : null;
    }

    boolean isWrapped() {
        return type == Optional.class;
    }
}
