package dev.mlops.data;

import java.util.List;

/**
 * Where rows were read from.
 *
 * @param name the file's name, or the name that the caller gave
 * @param skipped how many rows were left out
 * @param badRows these rows, where they were collected
 */
record Origin(String name, long skipped, List<BadRow> badRows) {}
