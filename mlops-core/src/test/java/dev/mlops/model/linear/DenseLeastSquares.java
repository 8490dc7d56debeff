package dev.mlops.model.linear;

import dev.mlops.model.internal.SparseMatrix;
import java.util.Arrays;

/**
 * The textbook answer for small problems: the pseudo-inverse of the centred, weighted, dense matrix, by one-sided Jacobi
 * rotations (Golub and Van Loan, Matrix Computations, section 8.6). Shares nothing with the solvers.
 */
final class DenseLeastSquares {
    /** Singular values below this share of the largest are zero. */
    private static final double RANK = 1e-9;

    private DenseLeastSquares() {}

    /** The coefficients of least norm among those that minimise sum w r^2 + ridge |b|^2. */
    static double[] solve(Problem problem, double ridge) {
        double[][] a = centred(problem, ridge);
        double mean = mean(problem, problem.targets());
        double[] y = new double[problem.matrix().rows() + a.length];
        for (int row = 0; row < problem.matrix().rows(); row++) {
            y[row] = Math.sqrt(problem.weights()[row]) * (problem.targets()[row] - mean);
        }
        double[][] v = rotate(a);
        return combine(a, v, y);
    }

    /** Of those that aren't zero; 1 if all are. */
    static double smallestSingularValue(Problem problem) {
        double[][] a = centred(problem, 0);
        rotate(a);
        double zero = RANK * largest(a);
        return Arrays.stream(a)
                .mapToDouble(DenseLeastSquares::norm)
                .filter(value -> value > zero)
                .min()
                .orElse(1);
    }

    /** By columns, below which are those of the root of the ridge times the identity. */
    private static double[][] centred(Problem problem, double ridge) {
        int rows = problem.matrix().rows();
        int columns = problem.matrix().columns();
        double[][] a = new double[columns][rows + columns];
        for (int j = 0; j < columns; j++) {
            double[] column = column(problem.matrix(), j);
            double centre = mean(problem, column);
            for (int row = 0; row < rows; row++) {
                a[j][row] = Math.sqrt(problem.weights()[row]) * (column[row] - centre);
            }
            a[j][rows + j] = Math.sqrt(ridge);
        }
        return a;
    }

    static double[] column(SparseMatrix matrix, int column) {
        double[] values = new double[matrix.rows()];
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = matrix.starts()[row]; k < matrix.starts()[row + 1]; k++) {
                values[row] += matrix.indices()[k] == column ? matrix.values()[k] : 0;
            }
        }
        return values;
    }

    static double mean(Problem problem, double[] values) {
        double sum = 0;
        for (int row = 0; row < values.length; row++) {
            sum += problem.weights()[row] * values[row];
        }
        return sum / problem.totalWeight();
    }

    /** Makes the columns of a orthogonal, and returns the rotations. */
    private static double[][] rotate(double[][] a) {
        int n = a.length;
        double[][] v = new double[n][n];
        for (int j = 0; j < n; j++) {
            v[j][j] = 1;
        }
        for (int sweep = 0; sweep < 60; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        return v;
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double alpha = dot(a[p], a[p]);
        double beta = dot(a[q], a[q]);
        double gamma = dot(a[p], a[q]);
        if (Math.abs(gamma) <= 1e-17 * Math.sqrt(alpha * beta)) {
            return;
        }
        double zeta = (beta - alpha) / (2 * gamma);
        double t = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
        double c = 1 / Math.hypot(1, t);
        turn(a, p, q, c, c * t);
        turn(v, p, q, c, c * t);
    }

    private static void turn(double[][] m, int p, int q, double c, double s) {
        for (int i = 0; i < m[p].length; i++) {
            double x = m[p][i];
            m[p][i] = c * x - s * m[q][i];
            m[q][i] = s * x + c * m[q][i];
        }
    }

    private static double[] combine(double[][] a, double[][] v, double[] y) {
        double zero = RANK * largest(a);
        double[] b = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            double square = dot(a[k], a[k]);
            if (Math.sqrt(square) > zero) {
                CentredMatrix.add(dot(a[k], y) / square, v[k], b);
            }
        }
        return b;
    }

    private static double largest(double[][] a) {
        return Arrays.stream(a).mapToDouble(DenseLeastSquares::norm).max().orElse(0);
    }

    private static double norm(double[] v) {
        return Math.sqrt(dot(v, v));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
