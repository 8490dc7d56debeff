package dev.mlops.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of levels, and of the columns that stand for them. */
final class Levels {
    static final String MISSING = "<missing>";
    static final String UNSEEN = "<unseen>";
    private static final double LARGEST_WHOLE = 0x1p53;
    private static final int LONGEST_SHOWN = 80;

    private Levels() {}

    /** A number as text, whole numbers without a fraction. */
    static String text(double number) {
        return number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** The value as a message shows it: its first characters, since anybody may have sent it. */
    static String shown(Object value) {
        String text = value.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN - 3) + "...";
    }

    /** A feature's name as the start of a column's name: {@code =} ends it, so one in the name itself is escaped. */
    static String column(Feature feature) {
        return feature.name().replace("\\", "\\\\").replace("=", "\\=");
    }

    /** The name of the feature that a column belongs to, and behind it what the column's name tells of the level. */
    static List<String> parts(String column) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < column.length(); i++) {
            if (column.charAt(i) == '=') {
                return List.of(name.toString(), column.substring(i + 1));
            }
            name.append(column.charAt(column.charAt(i) == '\\' ? ++i : i));
        }
        return List.of(name.toString(), "");
    }

    /** The name of a column for one level. */
    static String column(String feature, List<double[]> edges, List<@Nullable Object> level) {
        StringBuilder name =
                new StringBuilder(feature.length() + 16).append(feature).append('=');
        for (int p = 0; p < level.size(); p++) {
            if (p > 0) {
                name.append('_');
            }
            append(name, level.get(p), edges.get(p), level.size() > 1);
        }
        return name.toString();
    }

    private static void append(StringBuilder name, @Nullable Object value, double[] edges, boolean crossed) {
        if (value == null) {
            name.append(MISSING);
        } else if (value instanceof String text) {
            appendText(name, text, crossed);
        } else if (edges.length > 0) {
            name.append(interval(edges, ((Number) value).intValue()));
        } else {
            name.append(((Number) value).longValue());
        }
    }

    private static void appendText(StringBuilder name, String text, boolean crossed) {
        if (text.startsWith("<") || (!crossed && text.startsWith("\\"))) {
            name.append('\\');
        }
        name.append(crossed ? text.replace("\\", "\\\\").replace("_", "\\_") : text);
    }

    /** The interval with this number, counted from below the first edge. */
    static String interval(double[] edges, int bucket) {
        String low = bucket == 0 ? "(-inf" : "[" + text(edges[bucket - 1]);
        return low + "," + (bucket == edges.length ? "inf)" : text(edges[bucket]) + ")");
    }
}
