package dev.mlops.pipeline;

import java.util.regex.Pattern;

/** Double precision numbers: decimal notation with or without an exponent, NaN and the infinities. */
record DecimalType() implements ParamType<Double> {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    @Override
    public Double parse(String text) {
        String number = text.strip();
        if (number.equals("NaN") || number.equals("Infinity") || number.equals("-Infinity")) {
            return Double.valueOf(number);
        }
        if (!DECIMAL.matcher(number).matches()) {
            throw refuse(text);
        }
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw refuse(text);
        }
        return value;
    }

    @Override
    public String print(Double value) {
        return value.toString();
    }

    @Override
    public String hint() {
        return "number";
    }

    @Override
    public String expected() {
        return "a finite decimal number";
    }
}
