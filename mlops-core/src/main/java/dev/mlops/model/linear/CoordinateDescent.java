package dev.mlops.model.linear;

import dev.mlops.model.ObservableTrainer;

/*
 * Cyclic coordinate descent (J. Friedman, T. Hastie, R. Tibshirani, Regularization paths for generalized linear models
 * via coordinate descent, J. Stat. Softw. 33, 2010): each coefficient in turn goes to its optimum with the others held.
 * A round evaluates the duality gap, which ends it, and from the same correlations picks the active columns, those with
 * a coefficient or with a correlation above the penalty; sweeps go over these only. Where the gap falls
 * slowly, a SupportStep helps. Columns are always taken in ascending order, so that nothing depends on chance.
 *
 * A support step ends where a coefficient becomes zero. Sweeps alone may bring that one back before the others have
 * moved to where it stays zero: where columns are dependent and the penalty is tiny, after each step, and the two go on
 * for 100,000 iterations. So each round that stays slow lets the next one take twice as many support steps in a row, up
 * to the optimum on the support. Taking them from the start costs more than the sweeps where those do well.
 *
 * The intercept is implicit: each step of a sparse column moves the residuals of all rows by one shared number, see
 * CentredColumns. Residuals are computed afresh in every round, so that rounding doesn't pile up.
 */
/** Solves Lasso and Elastic Net with a penalty on absolute coefficients that is above 0. */
final class CoordinateDescent {
    static final double DEFAULT_TOLERANCE = 1e-12;

    /** A round ends when a sweep gains less than this share of the gap. */
    private static final double SETTLED = 1e-4;

    /** The sweeps of a round at most. */
    private static final int PATIENCE = 5;

    /** Sweeps that leave more than this share of the gap are followed by support steps. */
    private static final double SLOW = 0.1;

    /** Rounds that gain nothing but rounding before it gives up. */
    private static final int IDLE = 10;

    /** Relative differences of the objective that are rounding. */
    private static final double ROUNDING = 1e-14;

    private final CentredProblem problem;
    private final CentredColumns columns;
    private final DualityGap evaluation;
    private final SupportStep support;
    private final double totalWeight;
    private final double absolute;
    private final double squared;
    private final double tolerance;
    private final int maxIterations;
    private final ObservableTrainer.Listener listener;
    private final double[] coefficients;
    private final int[] active;
    private int iterations;
    /** The support steps that a round may take. */
    private int supportSteps = 1;

    CoordinateDescent(Problem problem, double absolute, double squared, Control control) {
        this.problem = new CentredProblem(problem);
        columns = new CentredColumns(this.problem);
        evaluation = new DualityGap(this.problem, absolute, squared);
        support = new SupportStep(this.problem, evaluation, absolute, squared);
        totalWeight = problem.totalWeight();
        this.absolute = absolute;
        this.squared = squared;
        tolerance = control.tolerance();
        maxIterations = control.maxIterations();
        listener = control.listener();
        coefficients = new double[this.problem.columns()];
        active = new int[coefficients.length];
    }

    Solution solve() {
        double scale = problem.targetNorm * problem.targetNorm / 2;
        double gap = evaluation.gap(coefficients);
        double bestGap = gap;
        double bestObjective = evaluation.objective();
        int idle = 0;
        tell(gap, scale);
        while (gap > tolerance * scale && iterations < maxIterations && idle < IDLE) {
            gap = round(gap, tolerance * scale);
            boolean better = gap < bestGap / 2 || evaluation.objective() < bestObjective * (1 - ROUNDING);
            idle = better ? 0 : idle + 1;
            bestGap = Math.min(bestGap, gap);
            bestObjective = Math.min(bestObjective, evaluation.objective());
            tell(gap, scale);
        }
        double error = error(gap, scale);
        Convergence convergence = new Convergence(
                error <= tolerance, iterations, objective(), Convergence.Criterion.DUALITY_GAP, error, tolerance);
        return new Solution(coefficients, problem.intercept(coefficients), convergence);
    }

    private void tell(double gap, double scale) {
        listener.evaluated(iterations, objective(), error(gap, scale));
    }

    private double objective() {
        return evaluation.objective() / totalWeight;
    }

    private static double error(double gap, double scale) {
        return scale == 0 ? 0 : gap / scale;
    }

    /** Sweeps, and takes support steps if that left most of the gap; the new gap. */
    private double round(double last, double enough) {
        boolean first = iterations == 0;
        sweep(SETTLED * last);
        double gap = evaluation.gap(coefficients);
        if (first || gap <= SLOW * last || gap <= enough) {
            return gap;
        }
        gap = step(SLOW * last);
        if (gap > SLOW * last) {
            supportSteps = Math.min(2 * supportSteps, coefficients.length);
        }
        return gap;
    }

    /** Support steps until the gap is small, one takes no column out, or they had their turns; the new gap. */
    private double step(double small) {
        double gap;
        int size;
        int steps = 0;
        do {
            size = nonZero();
            iterations += support.take(coefficients, maxIterations - iterations);
            gap = evaluation.gap(coefficients);
            steps++;
        } while (gap > small && nonZero() < size && steps < supportSteps && iterations < maxIterations);
        return gap;
    }

    private int nonZero() {
        int size = 0;
        for (double coefficient : coefficients) {
            size += coefficient == 0 ? 0 : 1;
        }
        return size;
    }

    /** Sweeps over the active columns until one gains little, or has had its turns. */
    private void sweep(double little) {
        int size = activate();
        columns.reset(coefficients);
        double gain = Double.POSITIVE_INFINITY;
        for (int i = 0; i < PATIENCE && gain > little && iterations < maxIterations; i++) {
            gain = sweepOnce(size);
            iterations++;
        }
    }

    private int activate() {
        int size = 0;
        for (int j = 0; j < coefficients.length; j++) {
            if (coefficients[j] != 0 || Math.abs(evaluation.correlations[j]) > absolute) {
                active[size++] = j;
            }
        }
        return size;
    }

    /** How far the objective falls, or less. */
    private double sweepOnce(int size) {
        double gain = 0;
        for (int i = 0; i < size; i++) {
            int j = active[i];
            double curvature = problem.squares[j];
            double old = coefficients[j];
            double target = columns.correlation(j) + curvature * old;
            double step = Math.copySign(Math.max(0, Math.abs(target) - absolute), target) / (curvature + squared) - old;
            if (step != 0) {
                columns.step(j, step);
                coefficients[j] = old + step;
                gain += (curvature + squared) * step * step / 2;
            }
        }
        return gain;
    }
}
