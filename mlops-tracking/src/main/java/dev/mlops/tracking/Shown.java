package dev.mlops.tracking;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values read in tables for people. */
final class Shown {
    private static final int DIGITS = 5;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    /** Five significant digits, plain where that is readable; a whole number without a point. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value).replace("Infinity", "∞");
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-5 || size >= 1e10)) {
            return String.format(Locale.ROOT, "%.4e", value);
        }
        boolean whole = value == Math.rint(value);
        int decimals = whole ? 0 : Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(size)));
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** Seconds with a fraction below a minute, hours, minutes and seconds from there on. */
    static String duration(Duration length) {
        long seconds = length.toSeconds();
        return seconds < 60
                ? String.format(Locale.ROOT, "%.2f s", length.toMillis() / 1000.0)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Down to the second, in UTC. */
    static String moment(Instant time) {
        return MOMENT.format(time);
    }

    /** Text in one line, without characters that steer a terminal or turn the direction of writing. */
    static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(Character.isWhitespace(c) ? ' ' : steers(c) ? 0xFFFD : c));
        return out.toString();
    }

    private static boolean steers(int c) {
        boolean mark = c == 0x061C || c == 0x200E || c == 0x200F;
        boolean embedding = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        return mark || embedding || Character.isISOControl(c);
    }

    /** The same, cut to {@code most} characters. */
    static String line(String text, int most) {
        String line = line(text);
        if (line.codePointCount(0, line.length()) <= most) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
    }
}
