package dev.mlops.data.internal;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.Schema;
import dev.mlops.internal.Nearest;

/** The error for a column that isn't there: alike wherever a column is named. */
public final class UnknownColumn {
    private UnknownColumn() {}

    /**
     * Names the column, and the one that was probably meant, or all that there are.
     *
     * @param where what lacks the column, such as {@code dataset 'rides'}
     */
    public static InvalidException in(String where, String column, Schema schema) {
        return new InvalidException(where + " has no column '" + column + "': "
                + Nearest.to(column, schema.fields().stream().map(Field::name).toList()));
    }
}
