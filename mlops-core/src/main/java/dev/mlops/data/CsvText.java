package dev.mlops.data;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/*
 * Numbers and date-times of the usual shapes are read from the parser's buffer by hand, which is several times faster
 * than the JDK's parsers and makes no garbage; everything else goes the JDK's way, so what is accepted is the JDK's
 * grammar less its extras (hexadecimal, type suffixes, digits of other scripts, blanks around).
 */

/** Reads the text of one CSV value; null is a value that doesn't fit. */
final class CsvText {
    /** With at most 15 digits, number and power of ten are exact doubles, so one division rounds correctly. */
    private static final int EXACT_DIGITS = 15;

    /** Reading a big decimal takes time that grows with the square of its digits, and no number of ours needs as many. */
    private static final int LONGEST_WHOLE = 1_000;

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final int NANO_DIGITS = 9;
    private static final int MINUTES = 16;
    private static final int SECONDS = 19;

    private final char[] buffer;
    private final int from;
    private final int to;

    CsvText(char[] buffer, int offset, int length) {
        this.buffer = buffer;
        this.from = offset;
        this.to = offset + length;
    }

    /** The same with a point for this mark; a point of its own makes it no number, since the mark has its place. */
    CsvText withPoint(char mark) {
        char[] text = toString().replace('.', '\0').replace(mark, '.').toCharArray();
        return new CsvText(text, 0, text.length);
    }

    @Nullable
    Object parse(FieldType type) {
        return switch (type) {
            case STRING -> toString();
            case TIMESTAMP -> time();
            case BOOLEAN -> truth();
            case FLOAT64 -> decimal(type);
            case FLOAT32 -> decimalText(type);
            case INT8, INT16, INT32, INT64 -> whole(type);
        };
    }

    private @Nullable Object truth() {
        String text = toString();
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.length() == "true".length();
        }
        return whole(FieldType.BOOLEAN);
    }

    private @Nullable Object whole(FieldType type) {
        int at = from < to && buffer[from] == '-' ? from + 1 : from;
        if (at == to || to - at > EXACT_DIGITS) {
            return wholeText(type);
        }
        long value = 0;
        for (int i = at; i < to; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return wholeText(type);
            }
            value = 10 * value + digit;
        }
        return Fit.whole(at == from ? value : -value, type);
    }

    private @Nullable Object wholeText(FieldType type) {
        try {
            return to - from <= LONGEST_WHOLE && isNumber() ? Fit.decimal(new BigDecimal(toString()), type) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Object decimal(FieldType type) {
        int at = from < to && buffer[from] == '-' ? from + 1 : from;
        long value = 0;
        int digits = 0;
        int point = -1;
        for (int i = at; i < to; i++) {
            int digit = buffer[i] - '0';
            if (digit >= 0 && digit <= 9) {
                value = 10 * value + digit;
                digits++;
            } else if (buffer[i] == '.' && point < 0) {
                point = i;
            } else {
                return decimalText(type);
            }
            if (digits > EXACT_DIGITS) {
                return decimalText(type);
            }
        }
        if (digits == 0) {
            return null;
        }
        double result = point < 0 ? value : value / POWERS_OF_TEN[to - point - 1];
        return at == from ? result : -result;
    }

    private @Nullable Object decimalText(FieldType type) {
        String text = toString();
        try {
            if (!isNumber()) {
                return switch (text) {
                    case "NaN", "Infinity", "-Infinity" -> Fit.decimal(Double.parseDouble(text), type);
                    default -> null;
                };
            }
            double value = type == FieldType.FLOAT32 ? Float.parseFloat(text) : Double.parseDouble(text);
            return Double.isInfinite(value) ? null : Fit.decimal(value, type);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private boolean isNumber() {
        for (int i = from; i < to; i++) {
            char c = buffer[i];
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != '+' && c != 'e' && c != 'E') {
                return false;
            }
        }
        return true;
    }

    private @Nullable LocalDateTime time() {
        try {
            LocalDateTime usual = usualTime();
            return usual != null ? usual : LocalDateTime.parse(toString().replaceFirst("(?<=\\d) (?=\\d)", "T"));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private @Nullable LocalDateTime usualTime() {
        int length = to - from;
        if (length < MINUTES || !is(4, '-') || !is(7, '-') || !(is(10, 'T') || is(10, ' ')) || !is(13, ':')) {
            return null;
        }
        int second = 0;
        int nano = 0;
        if (length > MINUTES) {
            second = is(MINUTES, ':') && length >= SECONDS ? digits(17, 2) : -1;
        }
        if (length > SECONDS) {
            nano = is(SECONDS, '.') ? fraction(length - SECONDS - 1) : -1;
        }
        int year = digits(0, 4);
        int month = digits(5, 2);
        int day = digits(8, 2);
        int hour = digits(11, 2);
        int minute = digits(14, 2);
        if ((year | month | day | hour | minute | second | nano) < 0) {
            return null;
        }
        return LocalDateTime.of(year, month, day, hour, minute, second, nano);
    }

    private int fraction(int length) {
        if (length < 1 || length > NANO_DIGITS) {
            return -1;
        }
        int value = digits(SECONDS + 1, length);
        for (int i = length; value > 0 && i < NANO_DIGITS; i++) {
            value *= 10;
        }
        return value;
    }

    private boolean is(int at, char c) {
        return buffer[from + at] == c;
    }

    private int digits(int at, int length) {
        int value = 0;
        for (int i = from + at; i < from + at + length; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }

    @Override
    public String toString() {
        return new String(buffer, from, to - from);
    }
}
