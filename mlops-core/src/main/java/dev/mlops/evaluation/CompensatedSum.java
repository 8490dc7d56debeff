package dev.mlops.evaluation;

/**
 * A sum whose rounding error doesn't grow with the number of terms: Neumaier's variant of Kahan's algorithm (A. Neumaier,
 * ZAMM 54, 1974).
 */
final class CompensatedSum {
    private double sum;
    private double lost;

    void add(double term) {
        double next = sum + term;
        lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
    }

    /** Infinite where the sum overflows; what was lost is no number then. */
    double value() {
        return Double.isFinite(sum) ? sum + lost : sum;
    }

    static double of(double[] terms) {
        CompensatedSum sum = new CompensatedSum();
        for (double term : terms) {
            sum.add(term);
        }
        return sum.value();
    }
}
