package dev.mlops.registry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** How gates read and check figures. */
final class Amounts {
    private static final MathContext SHOWN = new MathContext(6);
    private static final MathContext SHOWN_SHARE = new MathContext(4);

    /** What rounding may take from a share that is reached exactly, such as that from 5 to 4.95. */
    private static final double ROUNDING = 1e-9;

    private Amounts() {}

    /** Six significant digits. */
    static String number(double value) {
        return text(value, SHOWN);
    }

    /** The same, but all digits where six don't tell it from {@code other}. */
    static String number(double value, double other) {
        String shown = number(value);
        return value != other && shown.equals(number(other)) ? Double.toString(value) : shown;
    }

    /** A share with four significant digits, such as {@code 8.512 %}. */
    static String percent(double share) {
        return text(100 * share, SHOWN_SHARE) + " %";
    }

    private static String text(double value, MathContext digits) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(digits).stripTrailingZeros();
        double size = Math.abs(value);
        return size != 0 && (size < 1e-6 || size >= 1e15) ? rounded.toString() : rounded.toPlainString();
    }

    /** A whole number with its thousands apart. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Such as {@code 1 slice}. */
    static String count(long value, String noun) {
        return count(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** Milliseconds. */
    static String time(Duration duration) {
        return number(millis(duration)) + " ms";
    }

    static double millis(Duration duration) {
        return duration.getSeconds() * 1e3 + duration.getNano() / 1e6;
    }

    /** Whether a share reaches another one, rounding apart. */
    static boolean reaches(double share, double required) {
        return share >= required - ROUNDING;
    }

    /** Checks a share that is asked for. */
    static double checkShare(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "share is " + share + ", expected from 0 to below 1, such as 0.01 for one percent");
        }
        return share;
    }
}
