package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import dev.mlops.data.internal.UnknownColumn;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a record or of a file, in order; names are unique. Immutable.
 *
 * @param fields the fields, in the order of the record's components
 */
public record Schema(List<Field> fields) {

    /** Copies {@code fields}. */
    public Schema {
        fields = List.copyOf(fields);
    }

    /**
     * The schema of a record class.
     *
     * @throws dev.mlops.InvalidException if a component has a type that no {@link FieldType} stands for, or two
     *     components name one column
     */
    public static Schema of(Class<? extends Record> type) {
        return RecordType.of(type).schema();
    }

    /** The field of this name, if there is one. */
    public Optional<Field> find(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }

    /**
     * The field of this name.
     *
     * @throws dev.mlops.InvalidException if there is none; names the one that was probably meant
     */
    public Field get(String name) {
        return find(name).orElseThrow(() -> UnknownColumn.in("the schema", name, this));
    }
}
