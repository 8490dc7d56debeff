package dev.mlops.model.linear;

import com.oracle.labs.mlrg.olcut.config.Config;

/**
 * Ridge regression: minimises sum w (y - x b - c)<sup>2</sup> + alpha |b|<sup>2</sup> over the coefficients b and the
 * intercept c, where w are the examples' weights. The intercept isn't penalised; columns aren't scaled. With alpha 0 it
 * is {@link LinearRegressionTrainer}.
 *
 * <p>A weight of k equals k copies of the example. Immutable but for Tribuo's invocation count; thread-safe.
 */
public final class RidgeTrainer extends LinearTrainer<RidgeTrainer> {
    /** Default of {@link #tolerance(double)}: {@value}, of {@link Convergence.Criterion#GRADIENT}. */
    public static final double DEFAULT_TOLERANCE = LeastSquares.DEFAULT_TOLERANCE;

    @Config(mandatory = true, description = "Weight of the squared norm of the coefficients.")
    private double alpha;

    /** For OLCUT, which sets the fields. */
    private RidgeTrainer() {
        super(DEFAULT_TOLERANCE);
    }

    /**
     * Creates the trainer.
     *
     * @param alpha weight of the penalty, finite and at least 0
     * @throws IllegalArgumentException if alpha is out of range
     */
    public RidgeTrainer(double alpha) {
        super(DEFAULT_TOLERANCE);
        this.alpha = checkAlpha(alpha);
    }

    @Override
    public void postConfig() {
        super.postConfig();
        checkAlpha(alpha);
    }

    @Override
    RidgeTrainer copy() {
        return new RidgeTrainer(alpha);
    }

    @Override
    String modelName() {
        return "ridge";
    }

    @Override
    Solution solve(Problem problem) {
        return new LeastSquares(problem, alpha, control()).solve();
    }

    @Override
    public String toString() {
        return "RidgeTrainer(alpha=" + alpha + ")";
    }
}
