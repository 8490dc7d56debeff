package dev.mlops.model;

/**
 * Levels as whole numbers in a graph.
 *
 * @param tensor the number [N] of each row's level, at least 0 and below {@code size}
 * @param size how many numbers there are; those of no level are for rows without a known one
 * @param slots the number of each level
 */
@SuppressWarnings("ArrayRecordComponent")
record Slots(String tensor, int size, long[] slots) {

    int of(int level) {
        return (int) slots[level];
    }
}
