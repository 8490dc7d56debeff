package dev.mlops.data;

import java.util.List;
import java.util.Map;

/**
 * Where rows were read from.
 *
 * @param name the file's name, or the name that the caller gave
 * @param skipped how many rows were left out
 * @param badRows these rows, where they were collected
 * @param absentColumns columns of the record that aren't there
 * @param badValues how many values are missing because they were bad, by column
 */
record Origin(
        String name, long skipped, List<BadRow> badRows, List<String> absentColumns, Map<String, Long> badValues) {

    /** Of rows that weren't read. */
    static Origin of(String name) {
        return new Origin(name, 0, List.of(), List.of(), Map.of());
    }
}
