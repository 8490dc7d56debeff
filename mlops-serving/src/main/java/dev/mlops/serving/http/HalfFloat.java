package dev.mlops.serving.http;

/** Numbers of IEEE 754 binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
final class HalfFloat {
    /** The largest finite one. */
    static final float MAX = 65_504;

    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int SPECIAL = 31; // the exponent of infinities and NaN
    private static final int BIAS = 15;

    private HalfFloat() {}

    /** The number that these bits mean; a float holds each of them exactly. */
    static float of(short bits) {
        int exponent = bits >> FRACTION_BITS & SPECIAL;
        int fraction = bits & FRACTION;
        float size;
        if (exponent == SPECIAL) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((float) fraction, 1 - BIAS - FRACTION_BITS);
        } else {
            size = Math.scalb((float) (fraction + FRACTION + 1), exponent - BIAS - FRACTION_BITS);
        }
        return bits < 0 ? -size : size;
    }

    /** The nearest binary16 number, the even one of two; above {@link #MAX} by half a step or more it is infinite. */
    static float nearest(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return (float) value;
        }
        int exponent = Math.max(Math.getExponent(value), 1 - BIAS);
        int step = exponent - FRACTION_BITS;
        double rounded = Math.scalb(Math.rint(Math.scalb(value, -step)), step);
        return Math.abs(rounded) > MAX ? (float) (Math.signum(rounded) * Float.POSITIVE_INFINITY) : (float) rounded;
    }
}
