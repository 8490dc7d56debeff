package dev.mlops.storage.internal.memory;

import java.util.Comparator;

/** Texts by code points, as databases with binary collation order them; {@link String#compareTo} goes by UTF-16 units. */
final class TextOrder implements Comparator<String> {
    static final TextOrder BY_CODE_POINT = new TextOrder();

    private TextOrder() {}

    @Override
    public int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Surrogates stand for code points above all those that one unit can hold. */
    private static int rank(char unit) {
        return Character.isSurrogate(unit) ? unit + Character.MAX_VALUE : unit;
    }
}
