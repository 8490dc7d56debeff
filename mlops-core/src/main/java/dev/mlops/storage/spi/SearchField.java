package dev.mlops.storage.spi;

/**
 * What a condition or an order looks at.
 *
 * @param scope where it is found
 * @param key the name of the attribute, or the key of the metric, parameter or tag, or the property of the dataset
 * @param type what its values are
 */
public record SearchField(Scope scope, String key, Type type) {

    /** Where a field is found. */
    public enum Scope {
        /** A fact that every subject has, or may have: {@link Subject#attributes}. */
        ATTRIBUTE,
        /** The latest value of a metric. */
        METRIC,
        /** The value of a parameter. */
        PARAM,
        /** The value of a tag. */
        TAG,
        /** A property of any of the datasets: name, digest or context. There may be several values. */
        DATASET
    }

    /** What the values of a field are. */
    public enum Type {
        /** Text, ordered by code points. */
        TEXT,
        /** A double. */
        NUMBER,
        /** A moment, compared in milliseconds since 1970. */
        TIME,
        /**
         * Text that may read as a number, as parameters and tags do: compared as text with a text and as a number with a
         * number, see {@link Numeric}. Ordered with numbers first, by value, then the others as text.
         */
        TEXT_OR_NUMBER
    }

    /** Whether a subject may have several values of it. */
    public boolean isMultiple() {
        return scope == Scope.DATASET || (scope == Scope.ATTRIBUTE && key.equals("alias"));
    }

    @Override
    public String toString() {
        return switch (scope) {
            case ATTRIBUTE -> key;
            case METRIC -> "metrics.'" + key + "'";
            case PARAM -> "params.'" + key + "'";
            case TAG -> "tags.'" + key + "'";
            case DATASET -> "datasets." + key;
        };
    }
}
