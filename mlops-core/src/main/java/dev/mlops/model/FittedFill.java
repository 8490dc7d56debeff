package dev.mlops.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Fill} has learnt.
 *
 * @param value the value for all rows; 0 where there are groups
 * @param levels the groups; in each, a Long or a String for each column
 * @param values the value of each group
 * @param otherwise for rows of no known group; null where there are no groups
 */
@SuppressWarnings("ArrayRecordComponent")
record FittedFill(
        double value,
        List<List<@Nullable Object>> levels,
        double[] values,
        @Nullable FittedFill otherwise) {

    FittedFill {
        Declared.finite("fill", value);
        Declared.check(
                values.length == levels.size(), values.length + " fills: there are " + levels.size() + " groups");
        for (double each : values) {
            Declared.finite("fill of a group", each);
        }
    }

    static FittedFill of(double value) {
        return new FittedFill(value, List.of(), new double[0], null);
    }
}
