package dev.mlops.model.linear;

import java.util.function.IntPredicate;

/**
 * The matrix A = X'WX + ridge of a centred problem, never formed: a product goes through the rows, so that it loses no
 * more digits than they do.
 */
final class NormalEquations {
    /** The inverse of the diagonal of A; 0 takes a column out of the problem, such as a constant one. */
    final double[] inverseDiagonal;

    private final CentredProblem problem;
    private final double ridge;
    private final double[] rows;

    NormalEquations(CentredProblem problem, double ridge) {
        this(problem, ridge, column -> true);
    }

    /** Only for the columns that are included. */
    NormalEquations(CentredProblem problem, double ridge, IntPredicate included) {
        this.problem = problem;
        this.ridge = ridge;
        rows = new double[problem.rows()];
        inverseDiagonal = new double[problem.columns()];
        for (int j = 0; j < inverseDiagonal.length; j++) {
            inverseDiagonal[j] = problem.squares[j] == 0 || !included.test(j) ? 0 : 1 / (problem.squares[j] + ridge);
        }
    }

    int size() {
        return inverseDiagonal.length;
    }

    /** result = A v. */
    void multiply(double[] v, double[] result) {
        problem.matrix.multiplyNormal(v, problem.weights, rows, result);
        CentredMatrix.add(ridge, v, result);
    }

    /**
     * The negative gradient of half the objective at {@code b}: X'W(y - Xb) - ridge b.
     *
     * @return the objective, sum w (y - Xb)<sup>2</sup> + ridge |b|<sup>2</sup>
     */
    double descent(double[] b, double[] result) {
        problem.residuals(b, rows);
        double squares = problem.weigh(rows);
        problem.matrix.multiplyTransposed(rows, result);
        CentredMatrix.add(-ridge, b, result);
        return squares + ridge * CentredMatrix.dot(b, b);
    }

    /** The norm of a gradient in the metric of the preconditioner. */
    double norm(double[] gradient) {
        double sum = 0;
        for (int j = 0; j < gradient.length; j++) {
            sum += gradient[j] * gradient[j] * inverseDiagonal[j];
        }
        return Math.sqrt(sum);
    }
}
