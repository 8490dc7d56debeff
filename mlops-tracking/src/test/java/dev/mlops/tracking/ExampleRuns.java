package dev.mlops.tracking;

import java.util.List;
import java.util.Random;

/** Runs as a team would have them: many parameters, some the same, curves of different lengths, one run that diverged. */
final class ExampleRuns {
    private static final List<String> MODELS = List.of("ridge", "lasso", "boosted", "best");

    private ExampleRuns() {}

    static Recorded of(int count, int steps) {
        Recorded recorded = new Recorded("trip-duration");
        for (int i = 0; i < count; i++) {
            int run = i;
            recorded.run(MODELS.get(i % MODELS.size()) + " " + i, change -> {
                Random random = new Random(run);
                double alpha = Math.pow(10, -run % 5);
                change.param("alpha", Double.toString(alpha))
                        .param("model", MODELS.get(run % MODELS.size()))
                        .param("depth", Integer.toString(4 + run % 3))
                        .param("fit_intercept", run == 3 ? "false" : "true")
                        .param("seed", "42")
                        .param("features", "rich")
                        .tag("team", "eta")
                        .dataset(Recorded.data("green_tripdata_2021-01", "training"))
                        .metric(Recorded.point(
                                run, "rmse", run == 5 ? Double.NaN : 5 + run % 7 + random.nextDouble(), 0))
                        .metric(Recorded.point(run, "mae", 3 + run % 5 + random.nextDouble(), 0));
                for (int step = 0; step < steps; step++) {
                    double noise = 0.3 * random.nextGaussian() / (1 + step / 20.0);
                    double loss = (4 + run % 4) * Math.exp(-step / (10.0 + 5 * run)) + 0.2 + Math.abs(noise);
                    boolean diverged = run == 5 && step > steps / 2;
                    change.metric(Recorded.point(run, "loss", diverged ? Double.NaN : loss, step));
                    change.metric(Recorded.point(run, "validation/loss", 1.2 * loss + 0.1 * random.nextDouble(), step));
                }
            });
        }
        return recorded;
    }
}
