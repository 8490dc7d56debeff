package dev.mlops.evaluation;

/** The median of a figure of the rows; sorted once, so a resample costs one pass. */
final class MedianStatistic implements Statistic {
    private final double[] ascending;
    private final int[] units;

    MedianStatistic(Units units, double[] values) {
        int[] order = Order.ascending(values);
        this.ascending = new double[order.length];
        this.units = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            ascending[i] = values[order[i]];
            this.units[i] = units.of(order[i]);
        }
    }

    @Override
    public double value() {
        return Quantiles.of(ascending, 0.5);
    }

    @Override
    public double of(int[] counts) {
        long total = 0;
        for (int unit : units) {
            total += counts[unit];
        }
        double lower = Double.NaN;
        long seen = 0;
        for (int i = 0; i < units.length; i++) {
            long before = seen;
            seen += counts[units[i]];
            if (before <= (total - 1) / 2 && seen > (total - 1) / 2) {
                lower = ascending[i];
            }
            if (seen > total / 2) {
                return (lower + ascending[i]) / 2;
            }
        }
        return Double.NaN;
    }
}
