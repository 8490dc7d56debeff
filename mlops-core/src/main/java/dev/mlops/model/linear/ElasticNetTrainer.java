package dev.mlops.model.linear;

import com.oracle.labs.mlrg.olcut.config.Config;

/**
 * Elastic Net: minimises sum w (y - x b - c)<sup>2</sup> / (2 sum w) + alpha l1Ratio |b|<sub>1</sub> + alpha (1 -
 * l1Ratio) / 2 |b|<sup>2</sup> over the coefficients b and the intercept c, where w are the examples' weights; the
 * objective of scikit-learn, which also rescales weights to the mean 1. The intercept isn't penalised; columns aren't
 * scaled. With l1Ratio 1 it is {@link LassoTrainer}; with l1Ratio 0 it is a {@link RidgeTrainer} of alpha times the sum
 * of the weights.
 *
 * <p>A weight of k equals k copies of the example. Immutable but for Tribuo's invocation count; thread-safe.
 */
public final class ElasticNetTrainer extends LinearTrainer<ElasticNetTrainer> {
    /** Default of {@link #tolerance(double)}: {@value}, of {@link Convergence.Criterion#DUALITY_GAP}. */
    public static final double DEFAULT_TOLERANCE = CoordinateDescent.DEFAULT_TOLERANCE;

    @Config(mandatory = true, description = "Weight of both penalties.")
    private double alpha;

    @Config(mandatory = true, description = "Share of the absolute penalty, from 0 to 1.")
    private double l1Ratio;

    /** For OLCUT, which sets the fields. */
    private ElasticNetTrainer() {
        super(DEFAULT_TOLERANCE);
    }

    /**
     * Creates the trainer.
     *
     * @param alpha weight of both penalties, finite and at least 0
     * @param l1Ratio share of the absolute penalty, from 0 (Ridge) to 1 (Lasso)
     * @throws IllegalArgumentException if one is out of range
     */
    public ElasticNetTrainer(double alpha, double l1Ratio) {
        super(DEFAULT_TOLERANCE);
        this.alpha = checkAlpha(alpha);
        this.l1Ratio = checkRatio(l1Ratio);
    }

    @Override
    public void postConfig() {
        super.postConfig();
        checkAlpha(alpha);
        checkRatio(l1Ratio);
    }

    @Override
    ElasticNetTrainer copy() {
        return new ElasticNetTrainer(alpha, l1Ratio);
    }

    @Override
    String modelName() {
        return "elastic-net";
    }

    @Override
    Solution solve(Problem problem) {
        return solve(problem, alpha, l1Ratio, control());
    }

    static Solution solve(Problem problem, double alpha, double l1Ratio, Control control) {
        double scale = problem.totalWeight();
        if (alpha * l1Ratio == 0) {
            double half = 0.5 / scale;
            return new LeastSquares(problem, scale * alpha, control.scaled(half))
                    .solve()
                    .scaled(half);
        }
        double absolute = scale * alpha * l1Ratio;
        double squared = scale * alpha * (1 - l1Ratio);
        return new CoordinateDescent(problem, absolute, squared, control).solve();
    }

    private static double checkRatio(double l1Ratio) {
        if (!(l1Ratio >= 0 && l1Ratio <= 1)) {
            throw new IllegalArgumentException("l1Ratio is " + l1Ratio + ", it must be from 0 to 1");
        }
        return l1Ratio;
    }

    @Override
    public String toString() {
        return "ElasticNetTrainer(alpha=" + alpha + ", l1Ratio=" + l1Ratio + ")";
    }
}
