package dev.mlops.model;

import org.jspecify.annotations.Nullable;

/**
 * Finds what fills a bad value of a row.
 *
 * @param groups the row's group; null where the value is the same for all rows
 * @param values the value of each group
 * @param otherwise what fills where the row's group is unknown
 * @param value what fills where there are no groups
 */
@SuppressWarnings("ArrayRecordComponent")
record FillReader<T>(
        @Nullable LevelReader<T> groups,
        double[] values,
        @Nullable FillReader<T> otherwise,
        double value) {

    double value(T row) {
        if (groups == null || otherwise == null) {
            return value;
        }
        int group = groups.find(row);
        return group >= 0 ? values[group] : otherwise.value(row);
    }
}
