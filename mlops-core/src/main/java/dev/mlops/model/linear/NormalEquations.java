package dev.mlops.model.linear;

import java.util.Arrays;

/**
 * The matrix A = X'WX + ridge of a centred problem, never formed: each product is one pass over the rows, through the
 * residuals of the rows, so that it loses no more digits than they do.
 */
final class NormalEquations {
    /** The inverse of the diagonal of A; 0 for constant columns, which takes them out of the problem. */
    final double[] inverseDiagonal;

    private final CentredProblem problem;
    private final double ridge;

    NormalEquations(CentredProblem problem, double ridge) {
        this.problem = problem;
        this.ridge = ridge;
        inverseDiagonal = new double[problem.columns()];
        for (int j = 0; j < inverseDiagonal.length; j++) {
            inverseDiagonal[j] = problem.squares[j] == 0 ? 0 : 1 / (problem.squares[j] + ridge);
        }
    }

    int size() {
        return inverseDiagonal.length;
    }

    /** result = A v. */
    void multiply(double[] v, double[] result) {
        double[] means = problem.means;
        double shift = dot(means, v);
        double sum = addRows(v, shift, result);
        for (int j = 0; j < result.length; j++) {
            result[j] += ridge * v[j] - means[j] * sum;
        }
    }

    private double addRows(double[] v, double shift, double[] result) {
        int[] starts = problem.matrix.starts();
        int[] indices = problem.matrix.indices();
        double[] values = problem.matrix.values();
        double[] weights = problem.weights;
        Arrays.fill(result, 0);
        double sum = 0;
        for (int row = 0; row < weights.length; row++) {
            int end = starts[row + 1];
            double product = -shift;
            for (int k = starts[row]; k < end; k++) {
                product += values[k] * v[indices[k]];
            }
            product *= weights[row];
            sum += product;
            for (int k = starts[row]; k < end; k++) {
                result[indices[k]] += values[k] * product;
            }
        }
        return sum;
    }

    /**
     * The negative gradient of half the objective at {@code b}: X'W(y - Xb) - ridge b.
     *
     * @return the objective, sum w (y - Xb)<sup>2</sup> + ridge |b|<sup>2</sup>
     */
    double descent(double[] b, double[] result) {
        int[] starts = problem.matrix.starts();
        int[] indices = problem.matrix.indices();
        double[] values = problem.matrix.values();
        double shift = dot(problem.means, b);
        CompensatedSum objective = new CompensatedSum();
        Arrays.fill(result, 0);
        double sum = 0;
        for (int row = 0; row < problem.rows(); row++) {
            double residual = problem.targets[row] + shift;
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                residual -= values[k] * b[indices[k]];
            }
            double weighted = problem.weights[row] * residual;
            objective.add(weighted * residual);
            sum += weighted;
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                result[indices[k]] += values[k] * weighted;
            }
        }
        for (int j = 0; j < result.length; j++) {
            result[j] -= problem.means[j] * sum + ridge * b[j];
            objective.add(ridge * b[j] * b[j]);
        }
        return objective.value();
    }

    /** The norm of a gradient in the metric of the preconditioner. */
    double norm(double[] gradient) {
        double sum = 0;
        for (int j = 0; j < gradient.length; j++) {
            sum += gradient[j] * gradient[j] * inverseDiagonal[j];
        }
        return Math.sqrt(sum);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
