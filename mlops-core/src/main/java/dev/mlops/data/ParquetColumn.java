package dev.mlops.data;

import dev.mlops.data.RowSource.BrokenFile;
import dev.mlops.data.internal.Form;
import java.util.List;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Puts the values of one column into the row being read. */
final class ParquetColumn extends PrimitiveConverter {
    private final Field field;
    private final @Nullable Form form;
    private final int position;
    private final PrimitiveType.PrimitiveTypeName physical;
    private final ParquetValues values;
    private Row row = Row.none();
    private @Nullable Dictionary dictionary;
    private @Nullable Object[] known = {};

    private ParquetColumn(Field field, @Nullable Form form, int position, PrimitiveType type, ParquetValues values) {
        this.field = field;
        this.form = form;
        this.position = position;
        this.physical = type.getPrimitiveTypeName();
        this.values = values;
    }

    static ParquetColumn of(Type column, Field field, @Nullable Form form, int position) throws BrokenFile {
        if (!column.isPrimitive() || column.isRepetition(Type.Repetition.REPEATED)) {
            throw new BrokenFile("", "column '" + field.name() + "' is nested, only flat columns can be read");
        }
        PrimitiveType type = column.asPrimitiveType();
        ParquetValues values = ParquetValues.of(type, field.type());
        if (values == null) {
            throw new BrokenFile(
                    "",
                    "column '" + field.name() + "' holds " + describe(type) + ", which can't be read as "
                            + field.type());
        }
        return new ParquetColumn(field, form, position, type, values);
    }

    private static String describe(PrimitiveType type) {
        return type.getLogicalTypeAnnotation() == null
                ? type.getPrimitiveTypeName().name()
                : type.getPrimitiveTypeName() + " as " + type.getLogicalTypeAnnotation();
    }

    void readInto(Row next) {
        row = next;
    }

    private void put(@Nullable Object value, Object raw) {
        row.values[position] = value;
        if (value == null || (form != null && form.restore(value) == null)) {
            String found = value instanceof String text ? text : values.show(raw);
            row.refuse(position, found, form == null ? Fit.rule(field.type()) : form.rule());
        }
    }

    @Override
    public boolean hasDictionarySupport() {
        return true;
    }

    @Override
    public void setDictionary(Dictionary next) {
        dictionary = next;
        known = new @Nullable Object[next.getMaxId() + 1];
    }

    @Override
    public void addValueFromDictionary(int id) {
        Object value = known[id];
        if (value != null) {
            row.values[position] = value;
        } else if (dictionary != null) {
            addFrom(dictionary, id);
            known[id] = row.values[position];
        }
    }

    private void addFrom(Dictionary from, int id) {
        switch (physical) {
            case INT32 -> addInt(from.decodeToInt(id));
            case INT64 -> addLong(from.decodeToLong(id));
            case FLOAT -> addFloat(from.decodeToFloat(id));
            case DOUBLE -> addDouble(from.decodeToDouble(id));
            case BOOLEAN -> addBoolean(from.decodeToBoolean(id));
            case BINARY, INT96, FIXED_LEN_BYTE_ARRAY -> addBinary(from.decodeToBinary(id));
        }
    }

    @Override
    public void addInt(int value) {
        addLong(values.widen(value));
    }

    @Override
    public void addLong(long value) {
        put(values.of(value), value);
    }

    @Override
    public void addFloat(float value) {
        addDouble(value);
    }

    @Override
    public void addDouble(double value) {
        put(values.of(value), value);
    }

    @Override
    public void addBoolean(boolean value) {
        addLong(value ? 1 : 0);
    }

    @Override
    public void addBinary(Binary value) {
        put(values.of(value), value);
    }

    /** The columns of a row, as Parquet asks for them. */
    static final class Group extends GroupConverter {
        private final List<ParquetColumn> columns;

        Group(List<ParquetColumn> columns) {
            this.columns = columns;
        }

        @Override
        public Converter getConverter(int fieldIndex) {
            return columns.get(fieldIndex);
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }
}
