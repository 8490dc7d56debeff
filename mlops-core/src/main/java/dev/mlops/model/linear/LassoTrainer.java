package dev.mlops.model.linear;

import com.oracle.labs.mlrg.olcut.config.Config;

/**
 * Lasso: minimises sum w (y - x b - c)<sup>2</sup> / (2 sum w) + alpha |b|<sub>1</sub> over the coefficients b and the
 * intercept c, where w are the examples' weights: 1/(2n) sum r<sup>2</sup> + alpha |b|<sub>1</sub> without weights, as
 * in scikit-learn, which also rescales weights to the mean 1. The intercept isn't penalised; columns aren't scaled.
 * With alpha 0 it is {@link LinearRegressionTrainer}.
 *
 * <p>A weight of k equals k copies of the example. Immutable but for Tribuo's invocation count; thread-safe.
 */
public final class LassoTrainer extends LinearTrainer<LassoTrainer> {
    /** Default of {@link #tolerance(double)}: {@value}, of {@link Convergence.Criterion#DUALITY_GAP}. */
    public static final double DEFAULT_TOLERANCE = CoordinateDescent.DEFAULT_TOLERANCE;

    @Config(mandatory = true, description = "Weight of the sum of the absolute coefficients.")
    private double alpha;

    /** For OLCUT, which sets the fields. */
    private LassoTrainer() {
        super(DEFAULT_TOLERANCE);
    }

    /**
     * Creates the trainer.
     *
     * @param alpha weight of the penalty, finite and at least 0
     * @throws IllegalArgumentException if alpha is out of range
     */
    public LassoTrainer(double alpha) {
        super(DEFAULT_TOLERANCE);
        this.alpha = checkAlpha(alpha);
    }

    @Override
    public void postConfig() {
        super.postConfig();
        checkAlpha(alpha);
    }

    @Override
    LassoTrainer copy() {
        return new LassoTrainer(alpha);
    }

    @Override
    String modelName() {
        return "lasso";
    }

    @Override
    Solution solve(Problem problem) {
        return ElasticNetTrainer.solve(problem, alpha, 1, control());
    }

    @Override
    public String toString() {
        return "LassoTrainer(alpha=" + alpha + ")";
    }
}
