package dev.mlops.storage.spi;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The number that the text of a parameter or a tag reads as: every backend asks this, so that all agree. */
public final class Numeric {
    private static final int MAX_LENGTH = 64;
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

    private Numeric() {}

    /**
     * The number that {@code text} is: digits with an optional sign, fraction and exponent, at most 64 characters without
     * blanks. Absent for anything else, and where the number is too large for a double.
     */
    public static OptionalDouble of(String text) {
        if (text.length() > MAX_LENGTH || !DECIMAL.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(text);
        return Double.isInfinite(number) ? OptionalDouble.empty() : OptionalDouble.of(number == 0 ? 0.0 : number);
    }
}
