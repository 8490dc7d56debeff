package dev.mlops.pipeline;

import java.math.BigInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Whole numbers within bounds, in ASCII digits. */
record WholeType<T extends Number>(long min, long max, Function<Long, T> narrow) implements ParamType<T> {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");

    @Override
    public T parse(String text) {
        String digits = text.strip();
        if (!WHOLE.matcher(digits).matches()) {
            throw refuse(text);
        }
        BigInteger value = new BigInteger(digits);
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw refuse(text);
        }
        return narrow.apply(value.longValueExact());
    }

    @Override
    public String print(T value) {
        return value.toString();
    }

    @Override
    public String hint() {
        return "integer";
    }

    @Override
    public String expected() {
        return "a whole number from " + min + " to " + max;
    }
}
