package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.internal.RecordType;
import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import dev.mlops.serving.InputHealth.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets in records; one whose values have to be mended is made anew by its constructor. */
final class RecordAdmission<R extends Record> implements Admission<R> {
    private final Model model;
    private final InputCounts counts;
    private final RecordType<R> type;
    private final List<InputField> fields;
    private final int[] places; // of the fields among the record's components

    RecordAdmission(Model model, Class<R> rows, InputPolicy policy, InputCounts counts) {
        this.model = model;
        this.counts = counts;
        this.type = RecordType.of(rows);
        List<Field> inputs = model.signature().inputs().fields();
        this.fields = inputs.stream()
                .map(field -> new InputField(field, policy, counts))
                .toList();
        this.places = inputs.stream()
                .mapToInt(field -> type.schema().fields().indexOf(type.schema().get(field.name())))
                .toArray();
    }

    @Override
    public R admit(R row) {
        counts.row();
        R good = mended(row);
        for (String feature : model.unseen(good)) {
            counts.of(Kind.UNSEEN, feature).increment();
        }
        return good;
    }

    private R mended(R row) {
        @Nullable Object @Nullable [] values = null;
        for (int i = 0; i < places.length; i++) {
            Object raw = type.accessor(places[i]).get(row);
            Object good = fields.get(i).admit(raw);
            Field component = type.schema().fields().get(places[i]);
            if (good != raw && (good != null || component.nullable())) { // what is primitive can't go missing
                values = values == null ? values(row) : values;
                values[places[i]] = good == null ? null : boxed(component, good);
            }
        }
        return values == null ? row : type.create(values);
    }

    private @Nullable Object[] values(R row) {
        @Nullable Object[] values = new @Nullable Object[type.schema().fields().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.accessor(i).get(row);
        }
        return values;
    }

    /** The value as the component holds it. */
    private static Object boxed(Field component, Object value) {
        Object read = Signature.value(component, value);
        if (!(read instanceof Number number)) {
            return read;
        }
        Number narrow =
                switch (component.type()) {
                    case INT8 -> number.byteValue();
                    case INT16 -> number.shortValue();
                    case INT32 -> number.intValue();
                    case FLOAT32 -> number.floatValue();
                    default -> number;
                };
        if (component.type().isInteger() && narrow.longValue() != number.longValue()) {
            throw new InvalidException("field '" + component.name() + "' is " + value
                    + " by the input policy, expected " + component.type());
        }
        return narrow;
    }
}
