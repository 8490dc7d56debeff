package dev.mlops.model;

import java.util.Arrays;

/** From longs to the numbers 0, 1, 2 and so on: open addressing without boxing. Reading is thread-safe once filled. */
final class LongIntMap {
    private static final int ABSENT = -1;

    private long[] keys;
    private int[] values;
    private int shift;
    private int size;

    LongIntMap(int expected) {
        int bits = Math.max(4, 65 - Long.numberOfLeadingZeros(Math.max(1, expected)));
        keys = new long[1 << bits];
        values = new int[1 << bits];
        Arrays.fill(values, ABSENT);
        shift = 64 - bits;
    }

    int size() {
        return size;
    }

    /** The key's number, or -1. */
    int get(long key) {
        int mask = keys.length - 1;
        int i = slot(key);
        while (values[i] != ABSENT) {
            if (keys[i] == key) {
                return values[i];
            }
            i = (i + 1) & mask;
        }
        return ABSENT;
    }

    /** Maps the key to this number, which must not be negative; the key must be new. */
    void put(long key, int value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        place(key, value);
        size++;
    }

    /** The key's number; a new key gets the next one. */
    int number(long key) {
        int known = get(key);
        if (known != ABSENT) {
            return known;
        }
        put(key, size);
        return size - 1;
    }

    private void place(long key, int value) {
        int mask = keys.length - 1;
        int i = slot(key);
        while (values[i] != ABSENT) {
            i = (i + 1) & mask;
        }
        keys[i] = key;
        values[i] = value;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new int[oldKeys.length * 2];
        Arrays.fill(values, ABSENT);
        shift--;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != ABSENT) {
                place(oldKeys[i], oldValues[i]);
            }
        }
    }

    private int slot(long key) {
        return (int) ((key * 0x9E3779B97F4A7C15L) >>> shift);
    }
}
