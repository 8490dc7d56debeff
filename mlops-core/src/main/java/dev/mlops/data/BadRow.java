package dev.mlops.data;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file that couldn't be read into a record, and why: the first thing wrong with it.
 *
 * @param row the row's number among the file's data rows, from 1
 * @param column the column; null where the row as a whole is wrong
 * @param value what was found, cut where it is long; null where it is missing
 * @param rule what it must be
 */
public record BadRow(
        long row, @Nullable String column, @Nullable String value, String rule) {}
