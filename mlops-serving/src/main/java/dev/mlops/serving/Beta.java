package dev.mlops.serving;

import java.util.SplittableRandom;

/**
 * Draws from Beta distributions: X / (X + Y) of Gamma variables, which are drawn after Marsaglia and Tsang, "A simple method for
 * generating gamma variables", ACM TOMS 26 (2000). The draw follows from the seed, and is nearly continuous in the parameters.
 */
final class Beta {
    private Beta() {}

    /** A draw from Beta(a, b) with a and b of 1 or more. */
    static double draw(double a, double b, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double x = gamma(a, random.split()); // apart, so that a draw more for one doesn't change the other
        double y = gamma(b, random);
        return x / (x + y);
    }

    private static double gamma(double shape, SplittableRandom random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            double u = 1 - random.nextDouble(); // above 0
            if (v > 0 && Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
