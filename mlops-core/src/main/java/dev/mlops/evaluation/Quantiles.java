package dev.mlops.evaluation;

/** Quantiles by linear interpolation: type 7 of Hyndman and Fan (1996), the default of NumPy and R. */
final class Quantiles {
    private Quantiles() {}

    /** The quantile of ascending values; {@code probability} from 0 to 1. */
    static double of(double[] ascending, double probability) {
        double position = probability * (ascending.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, ascending.length - 1);
        double low = ascending[below];
        double high = ascending[above];
        return low == high || Double.isInfinite(low) ? low : low + (position - below) * (high - low);
    }
}
