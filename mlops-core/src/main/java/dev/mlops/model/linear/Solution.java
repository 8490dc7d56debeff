package dev.mlops.model.linear;

/** What a solver found: one weight a column, the intercept, and how near the optimum they are. */
@SuppressWarnings("ArrayRecordComponent")
record Solution(double[] weights, double intercept, Convergence convergence) {

    /** The same weights, the objective stated in another unit. */
    Solution scaled(double factor) {
        Convergence c = convergence;
        return new Solution(
                weights,
                intercept,
                new Convergence(
                        c.converged(),
                        c.iterations(),
                        c.objective() * factor,
                        c.criterion(),
                        c.error(),
                        c.tolerance()));
    }
}
