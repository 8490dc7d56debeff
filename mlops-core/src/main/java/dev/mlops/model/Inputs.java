package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.data.Schema;
import dev.mlops.data.internal.UnknownColumn;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Works out which raw fields features read, and whether each may be missing. */
final class Inputs {
    private final Schema available;
    private final Map<String, Field> used = new LinkedHashMap<>();
    private final Set<String> silent = new HashSet<>();

    private Inputs(Schema available) {
        this.available = available;
    }

    /**
     * The fields in the order of their first use, nullable where every use has a rule for a missing value.
     *
     * @throws InvalidException if a field isn't available or has a type that its feature can't use
     */
    static Schema of(Features features, Schema available) {
        Inputs inputs = new Inputs(available);
        features.list().forEach(inputs::add);
        return new Schema(java.util.List.copyOf(inputs.used.values()));
    }

    /** The columns of which every use says what a missing value means: by a fill, a flag or a level of its own. */
    static Set<String> omissible(Features features, Schema schema) {
        Inputs inputs = new Inputs(schema);
        features.list().forEach(inputs::add);
        Set<String> omissible = new HashSet<>(inputs.used.keySet());
        omissible.removeAll(inputs.silent);
        return Set.copyOf(omissible);
    }

    static Field field(Schema schema, String column) {
        return schema.find(column).orElseThrow(() -> new InvalidException("there is no column '" + column + "'"));
    }

    private void add(Feature feature) {
        if (feature instanceof NumberFeature number) {
            add(feature, number.source(), number.isFlag());
            return;
        }
        CategoryFeature category = (CategoryFeature) feature;
        boolean tolerant = category.missing() != CategoryFeature.Rule.FAIL;
        for (Key key : category.keys()) {
            add(category, key, tolerant);
        }
        NumberFeature times = category.times();
        if (times != null) {
            add(feature, times.source(), times.isFlag());
        }
    }

    private void add(CategoryFeature feature, Key key, boolean tolerant) {
        boolean level = feature.missing() == CategoryFeature.Rule.LEVEL;
        if (!level && !(key instanceof Key.Bucket bucket && bucket.source().fill() != null)) {
            silent.add(key.column());
        }
        if (key instanceof Key.Bucket bucket) {
            add(feature, bucket.source(), tolerant);
        } else if (key instanceof Key.Level) {
            use(feature, key.column(), Role.LEVEL, tolerant);
        } else {
            use(feature, key.column(), Role.TIME, tolerant);
        }
    }

    private void add(Feature feature, Source source, boolean tolerant) {
        use(feature, source.column(), Role.NUMBER, tolerant || source.fill() != null);
        for (Fill fill = source.fill(); fill != null; fill = fill.otherwise()) {
            for (String column : fill.columns()) {
                use(feature, column, Role.LEVEL, true);
            }
        }
    }

    private void use(Feature feature, String column, Role role, boolean tolerant) {
        Field field = available
                .find(column)
                .orElseThrow(
                        () -> UnknownColumn.in("what feature " + feature.name() + " reads from", column, available));
        if (!role.takes(field.type())) {
            throw new InvalidException("feature " + feature.name() + " reads column '" + column + "', which is "
                    + field.type() + ": it must be " + role.rule);
        }
        boolean nullable =
                tolerant && (!used.containsKey(column) || field(column).nullable());
        used.put(column, new Field(column, field.type(), nullable));
    }

    private Field field(String column) {
        return field(new Schema(java.util.List.copyOf(used.values())), column);
    }

    /** What a column is used for. */
    private enum Role {
        NUMBER("a number or a boolean"),
        LEVEL("a whole number, a boolean, a text or whole decimals; of a date-time take hour or weekday"),
        TIME("a date-time");

        private final String rule;

        Role(String rule) {
            this.rule = rule;
        }

        boolean takes(FieldType type) {
            return switch (this) {
                case NUMBER -> type.isNumeric() || type == FieldType.BOOLEAN;
                case LEVEL -> type != FieldType.TIMESTAMP;
                case TIME -> type == FieldType.TIMESTAMP;
            };
        }
    }
}
