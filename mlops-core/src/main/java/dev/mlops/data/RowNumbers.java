package dev.mlops.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The numbers of rows as they are read; takes no memory as long as they are 1, 2, 3 and so on. */
final class RowNumbers {
    private static final int FIRST_LENGTH = 64;

    private long @Nullable [] numbers;
    private int size;

    void add(long number) {
        long[] known = numbers;
        if (known == null) {
            if (number == size + 1L) {
                size++;
                return;
            }
            known = new long[Math.max(FIRST_LENGTH, size + (size >> 1))];
            Arrays.setAll(known, i -> i + 1L);
        } else if (size == known.length) {
            known = Arrays.copyOf(known, Math.addExact(size, size >> 1));
        }
        known[size++] = number;
        numbers = known;
    }

    /** The numbers; null where they are 1, 2, 3 and so on. */
    long @Nullable [] toArray() {
        return numbers == null ? null : Arrays.copyOf(numbers, size);
    }
}
