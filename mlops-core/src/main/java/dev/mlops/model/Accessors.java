package dev.mlops.model;

import dev.mlops.data.Field;
import dev.mlops.data.Schema;
import dev.mlops.data.internal.Accessor;
import dev.mlops.data.internal.RecordType;
import dev.mlops.data.internal.UnknownColumn;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the fields of one kind of row are read. Thread-safe. */
interface Accessors<T> {

    /**
     * Reads this field: {@code asLong} and {@code asDouble} work as far as the field's type promises, and {@code get}
     * gives a String or a date-time where it is one.
     *
     * @throws dev.mlops.InvalidException if rows have no such field
     */
    Accessor<T> accessor(Field field);

    /** Of the record's class. */
    @SuppressWarnings("unchecked") // getClass of a record of type R
    static <R extends Record> Accessors<R> of(R row) {
        return of((Class<R>) row.getClass());
    }

    /** Of a record class. A component whose type is of another kind than the field is converted as in a map. */
    static <R extends Record> Accessors<R> of(Class<R> type) {
        RecordType<R> record = RecordType.of(type);
        List<Field> fields = record.schema().fields();
        return wanted -> {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(wanted.name())) {
                    Accessor<R> accessor = record.accessor(i);
                    return fits(fields.get(i), wanted) ? accessor : new Converted<>(wanted, accessor::get);
                }
            }
            throw UnknownColumn.in("record " + type.getSimpleName(), wanted.name(), record.schema());
        };
    }

    private static boolean fits(Field found, Field wanted) {
        return found.type() == wanted.type()
                || (found.type().isInteger() && wanted.type().isNumeric())
                || (!found.type().isInteger()
                        && found.type().isNumeric()
                        && wanted.type().isNumeric()
                        && !wanted.type().isInteger());
    }

    /** The values of these fields of a record, by name; null where missing. */
    static <R extends Record> Map<String, @Nullable Object> values(R row, Schema fields) {
        Accessors<R> accessors = of(row);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Field field : fields.fields()) {
            Accessor<R> accessor = accessors.accessor(field);
            values.put(field.name(), accessor.isNull(row) ? null : accessor.get(row));
        }
        return Collections.unmodifiableMap(values);
    }

    /** Of maps from field to value. */
    static Accessors<Map<String, ?>> ofMaps() {
        return field -> new Converted<>(field, row -> row.get(field.name()));
    }
}
