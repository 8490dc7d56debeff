package dev.mlops.evaluation;

import java.util.List;
import java.util.Locale;

/** How figures read, in text and in pages. */
final class Text {
    private Text() {}

    /** Five significant digits, plain where that is readable. */
    static String number(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value)) {
            return "-";
        }
        if (Double.isInfinite(value)) {
            return value < 0 ? "-∞" : "∞";
        }
        if (size != 0 && (size < 1e-4 || size >= 1e9)) {
            return String.format(Locale.ROOT, "%.4g", value);
        }
        int whole = size < 1 ? 1 : (int) Math.floor(Math.log10(size)) + 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, 5 - whole) + "f", value);
    }

    /** A share as a percentage with at most one decimal, such as {@code 8.5 %}. */
    static String percent(double share) {
        if (!Double.isFinite(share)) {
            return number(share);
        }
        String text = String.format(Locale.ROOT, "%.1f", 100 * share);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text).replaceFirst("^-0$", "0") + " %";
    }

    /** A gain as a percentage with its sign and one decimal, such as {@code +8.0 %}. */
    static String signed(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%+.1f %%", 100 * share) : number(share);
    }

    /** A share with exactly one decimal, as in a table of {@link #signed} ones. */
    static String share(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.1f %%", 100 * share) : number(share);
    }

    /** Both ends of an interval; a dash where it says nothing. */
    static String range(Interval interval) {
        return Double.isFinite(interval.width()) ? number(interval.low()) + " to " + number(interval.high()) : "-";
    }

    /** A count that may lie between two whole numbers, such as a median. */
    static String middle(double value) {
        return value == Math.rint(value) ? count((long) value) : String.format(Locale.ROOT, "%,.1f", value);
    }

    /** A whole number with its thousands apart, such as {@code 61,921}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 row}, {@code 61,921 rows}. */
    static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** Rows of cells as aligned lines: the first column to the left, the others to the right. */
    static String table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String pad = " ".repeat(widths[c] - row.get(c).length());
                line.append(c == 0 ? row.get(c) + pad : "  " + pad + row.get(c));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
