package dev.mlops.model;

import dev.mlops.InvalidException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the number that belongs to a level. Each part of the level is numbered by its {@link Dictionary}, or by its
 * distance to the smallest value where values are close together; the parts' numbers are the digits of one long, which
 * an array answers where it is small enough, and else an open hash table. So a lookup allocates nothing and hashes at
 * most once, besides texts. Immutable and thread-safe.
 */
final class LevelTable {
    private final List<Dictionary> dictionaries = new ArrayList<>();
    private final long[] sizes;
    private final int @Nullable [] direct;
    private final @Nullable LongIntMap hashed;

    /**
     * @param parts how many parts each level has
     * @param levels the levels, all different
     * @param results the number of each level, not negative
     */
    LevelTable(int parts, List<List<@Nullable Object>> levels, int[] results) {
        for (int p = 0; p < parts; p++) {
            dictionaries.add(dictionary(levels, p));
        }
        sizes = sizes(dictionaries);
        long product = product(sizes);
        direct = product <= 8L * levels.size() + 1024 ? new int[(int) product] : null;
        hashed = direct == null ? new LongIntMap(levels.size()) : null;
        fill(levels, results);
    }

    private static Dictionary dictionary(List<List<@Nullable Object>> levels, int part) {
        Dictionary dictionary = new Dictionary(true);
        for (List<@Nullable Object> level : levels) {
            dictionary.code(level.get(part));
        }
        return dictionary.close();
    }

    private static long[] sizes(List<Dictionary> dictionaries) {
        return dictionaries.stream()
                .mapToLong(d -> d.isRange() ? d.span() : Math.max(1, d.size()))
                .toArray();
    }

    /** The product, which is how many combinations there are. */
    static long product(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            long high = Math.multiplyHigh(product, size);
            product *= size;
            if (high != 0 || product < 0) {
                throw new InvalidException("a cross of " + Arrays.toString(sizes)
                        + " levels has too many combinations: there may be 2^63");
            }
        }
        return product;
    }

    private void fill(List<List<@Nullable Object>> levels, int[] results) {
        if (direct != null) {
            Arrays.fill(direct, Dictionary.UNSEEN);
        }
        for (int i = 0; i < levels.size(); i++) {
            long key = 0;
            for (int p = 0; p < sizes.length; p++) {
                key = key * sizes[p] + code(p, levels.get(i).get(p));
            }
            if (get(key) != Dictionary.UNSEEN) {
                throw new InvalidException("level " + levels.get(i) + " occurs twice: levels must differ");
            }
            put(key, results[i]);
        }
    }

    private long code(int part, @Nullable Object value) {
        Dictionary dictionary = dictionaries.get(part);
        return dictionary.isRange() && value instanceof Number number
                ? number.longValue() - dictionary.min()
                : dictionary.code(value);
    }

    private void put(long key, int result) {
        if (direct != null) {
            direct[(int) key] = result;
        } else if (hashed != null) {
            hashed.put(key, result);
        }
    }

    /** The scaled weight of each key's number, NaN where it has none; null where keys are hashed. */
    double @Nullable [] weights(double[] weights, double scale) {
        return direct == null
                ? null
                : Arrays.stream(direct)
                        .mapToDouble(number -> number < 0 ? Double.NaN : weights[number] * scale)
                        .toArray();
    }

    Dictionary dictionary(int part) {
        return dictionaries.get(part);
    }

    long size(int part) {
        return sizes[part];
    }

    /** The number of the level with this key, or {@link Dictionary#UNSEEN}. */
    int get(long key) {
        int[] table = direct;
        if (table != null) {
            return table[(int) key];
        }
        LongIntMap map = hashed;
        return map == null ? Dictionary.UNSEEN : map.get(key);
    }
}
