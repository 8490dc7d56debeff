package dev.mlops.storage.internal.memory;

import java.util.ArrayList;
import java.util.List;

/** A pattern of LIKE or ILIKE, matched in at most text length times pattern length steps. */
final class LikePattern {
    private static final int ANY_TEXT = -1;
    private static final int ANY_ONE = -2;

    private final int[] parts;
    private final boolean ignoreCase;

    LikePattern(String pattern, boolean ignoreCase) {
        this.ignoreCase = ignoreCase;
        List<Integer> read = new ArrayList<>();
        boolean escaped = false;
        for (int c : pattern.codePoints().toArray()) {
            if (escaped || (c != '\\' && c != '%' && c != '_')) {
                read.add(fold(c));
                escaped = false;
            } else if (c == '\\') {
                escaped = true;
            } else {
                read.add(c == '%' ? ANY_TEXT : ANY_ONE);
            }
        }
        parts = read.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Goes back only to the last %: what an earlier one took can't matter any more. */
    boolean matches(String text) {
        int[] points = text.codePoints().map(this::fold).toArray();
        int part = 0;
        int resumePart = -1;
        int resumePoint = 0;
        int point = 0;
        while (point < points.length) {
            if (part < parts.length && parts[part] == ANY_TEXT) {
                resumePart = ++part;
                resumePoint = point;
            } else if (part < parts.length && (parts[part] == ANY_ONE || parts[part] == points[point])) {
                part++;
                point++;
            } else if (resumePart >= 0) {
                part = resumePart;
                point = ++resumePoint;
            } else {
                return false;
            }
        }
        while (part < parts.length && parts[part] == ANY_TEXT) {
            part++;
        }
        return part == parts.length;
    }

    private int fold(int c) {
        return ignoreCase && c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    }
}
