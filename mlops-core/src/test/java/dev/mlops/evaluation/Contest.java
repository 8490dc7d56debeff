package dev.mlops.evaluation;

import java.util.Arrays;
import java.util.Random;

/** Contenders whose errors are independent and of a given size, with the heavy tail of real ones. */
final class Contest {
    private final Random random;
    private final double[] truth;
    private final Feasibility.Builder builder = Feasibility.builder().bootstrap(new Bootstrap(1_000, 1));

    Contest(int rows, long seed) {
        random = new Random(seed);
        truth = random.doubles(rows, 0, 100).toArray();
    }

    private Evaluation evaluation(double scale) {
        double[] predicted = Arrays.stream(truth)
                .map(value -> value + scale * random.nextGaussian() * (random.nextInt(5) == 0 ? 2 : 1))
                .toArray();
        return Evaluation.regression(truth, predicted);
    }

    Contest baseline(String name, double scale) {
        builder.baseline(name, evaluation(scale));
        return this;
    }

    Contest candidate(String name, double scale) {
        return candidate(name, evaluation(scale));
    }

    Contest candidate(String name, Evaluation evaluation) {
        builder.candidate(name, evaluation);
        return this;
    }

    Contest worthIt(double gain) {
        builder.worthIt(gain);
        return this;
    }

    Contest groupedBy(String column) {
        builder.groupedBy(column);
        return this;
    }

    Feasibility assess() {
        return builder.assess();
    }
}
