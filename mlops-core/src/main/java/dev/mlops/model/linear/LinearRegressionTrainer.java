package dev.mlops.model.linear;

/**
 * Linear Regression: minimises sum w (y - x b - c)<sup>2</sup> over the coefficients b and the intercept c, where w are
 * the examples' weights. Where several b reach the minimum it returns the one of least Euclidean norm (the intercept
 * doesn't count), as a pseudo-inverse does; so a level that was never seen adds nothing by accident. Columns count as
 * dependent where a combination of them, each scaled to unit length, is shorter than 1e-6 of its coefficients' norm.
 *
 * <p>A weight of k equals k copies of the example. A column that is constant gets coefficient 0. The data stay sparse;
 * memory beside them is a few numbers a row and column, and up to 32 MB for dependent columns. Immutable but for Tribuo's
 * invocation count; thread-safe.
 */
public final class LinearRegressionTrainer extends LinearTrainer<LinearRegressionTrainer> {
    /** Default of {@link #tolerance(double)}: {@value}, of {@link Convergence.Criterion#GRADIENT}. */
    public static final double DEFAULT_TOLERANCE = LeastSquares.DEFAULT_TOLERANCE;

    /** Creates the trainer with default options. */
    public LinearRegressionTrainer() {
        super(DEFAULT_TOLERANCE);
    }

    @Override
    LinearRegressionTrainer copy() {
        return new LinearRegressionTrainer();
    }

    @Override
    String modelName() {
        return "linear-regression";
    }

    @Override
    Solution solve(Problem problem) {
        return new LeastSquares(problem, 0, control()).solve();
    }

    @Override
    public String toString() {
        return "LinearRegressionTrainer";
    }
}
