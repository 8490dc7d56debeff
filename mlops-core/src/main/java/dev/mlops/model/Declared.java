package dev.mlops.model;

import java.util.List;

/** The rules that declarations of features share; each throws {@link IllegalArgumentException}. */
final class Declared {
    static final int MAX_HASH_BITS = 20;
    private static final int MAX_KEYS = 16;

    private Declared() {}

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    static double scale(double scale) {
        check(scale > 0 && Double.isFinite(scale), "scale is " + scale + ": it must be finite and above 0");
        return scale;
    }

    static double finite(String what, double value) {
        check(Double.isFinite(value), what + " is " + value + ": it must be finite");
        return value;
    }

    static String name(String name) {
        check(!name.isBlank(), "the name of a feature or column is blank");
        return name;
    }

    static List<String> names(List<String> names) {
        check(!names.isEmpty(), "no column is named: at least one is needed");
        names.forEach(Declared::name);
        return List.copyOf(names);
    }

    static int minCount(int rows) {
        check(rows >= 1, "minCount is " + rows + ": it must be at least 1");
        return rows;
    }

    static int hashBits(int bits) {
        check(bits >= 0 && bits <= MAX_HASH_BITS, "hash has " + bits + " bits: it must have 1 to " + MAX_HASH_BITS);
        return bits;
    }

    static List<Key> keys(List<Key> keys) {
        check(
                !keys.isEmpty() && keys.size() <= MAX_KEYS,
                "a cross has " + keys.size() + " parts: it may have 1 to " + MAX_KEYS);
        return List.copyOf(keys);
    }
}
