package dev.mlops.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers the levels that rows hold in the order in which they first occur, and counts them. */
final class LevelCounter {
    private final List<Dictionary> dictionaries = new ArrayList<>();
    private final int[] slots;
    private long[] keys = new long[64];
    private int[] counts = new int[64];
    private long[] sizes = new long[0];
    private int size;

    private LevelCounter(int rows) {
        slots = new int[rows];
    }

    static <T> LevelCounter of(List<KeyReader<T>> readers, List<T> rows, boolean missingIsLevel) {
        LevelCounter counter = new LevelCounter(rows.size());
        List<int[]> codes = new ArrayList<>();
        for (KeyReader<T> reader : readers) {
            Dictionary dictionary = new Dictionary(missingIsLevel);
            codes.add(codes(reader, rows, dictionary));
            counter.dictionaries.add(dictionary.close());
        }
        counter.count(codes);
        return counter;
    }

    private static <T> int[] codes(KeyReader<T> reader, List<T> rows, Dictionary dictionary) {
        int[] codes = new int[rows.size()];
        int r = 0;
        for (T row : rows) {
            codes[r++] = reader.code(row, dictionary);
        }
        return codes;
    }

    private void count(List<int[]> codes) {
        sizes = dictionaries.stream().mapToLong(d -> Math.max(1, d.size())).toArray();
        LevelTable.product(sizes);
        LongIntMap numbers = new LongIntMap(1024);
        for (int r = 0; r < slots.length; r++) {
            long key = 0;
            boolean missing = false;
            for (int p = 0; p < sizes.length; p++) {
                int code = codes.get(p)[r];
                missing |= code < 0;
                key = key * sizes[p] + code;
            }
            slots[r] = missing ? Dictionary.MISSING : count(numbers, key);
        }
    }

    private int count(LongIntMap numbers, long key) {
        int slot = numbers.number(key);
        if (slot == size) {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            keys[size++] = key;
        }
        counts[slot]++;
        return slot;
    }

    /** How many levels. */
    int size() {
        return size;
    }

    /** How many rows hold a level. */
    int count(int slot) {
        return counts[slot];
    }

    /** The level's number for each row, or {@link Dictionary#MISSING}; shared. */
    int[] slots() {
        return slots;
    }

    /** The parts of a level: Longs, Strings, or null for missing. */
    List<@Nullable Object> level(int slot) {
        @Nullable Object[] level = new Object[sizes.length];
        long key = keys[slot];
        for (int p = level.length - 1; p >= 0; p--) {
            level[p] = dictionaries.get(p).value((int) (key % sizes[p]));
            key /= sizes[p];
        }
        return Arrays.asList(level);
    }
}
