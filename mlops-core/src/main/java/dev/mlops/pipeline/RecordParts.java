package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The components of a record class, in order, and how to read them. Immutable; one per class. */
record RecordParts(List<String> names, List<Method> accessors) {
    private static final ClassValue<RecordParts> CACHE = new ClassValue<>() {
        @Override
        protected RecordParts computeValue(Class<?> type) {
            return read(type);
        }
    };

    /** The parts of a record class; throws InvalidException if its module keeps them from us. */
    static RecordParts of(Class<?> type) {
        return CACHE.get(type);
    }

    private static RecordParts read(Class<?> type) {
        List<String> names = new ArrayList<>();
        List<Method> accessors = new ArrayList<>();
        try {
            for (RecordComponent component : type.getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                names.add(component.getName());
                accessors.add(component.getAccessor());
            }
        } catch (InaccessibleObjectException e) {
            throw new InvalidException(
                    "record " + type.getName() + " can't be read, expected its package to be exported or open to "
                            + RecordParts.class.getModule().getName(),
                    e);
        }
        return new RecordParts(List.copyOf(names), List.copyOf(accessors));
    }

    @Nullable
    Object value(Record record, int part) {
        try {
            return accessors.get(part).invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new InvalidException(
                    "component '" + names.get(part) + "' of record "
                            + record.getClass().getName() + " can't be read",
                    e);
        }
    }
}
