package dev.mlops.model.linear;

import dev.mlops.model.internal.SparseMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small random problems with all that makes sparse least squares hard: dependent, empty, constant and huge columns. */
final class RandomProblems {
    private RandomProblems() {}

    /** Whole numbers as weights, some 0, so that repeating rows can replace them. */
    static Problem weighted(long seed) {
        Random random = new Random(seed);
        double[][] x = matrix(random);
        double[] weights = new double[x.length];
        for (int row = 0; row < x.length; row++) {
            weights[row] = row == 0 ? 2 : random.nextInt(4);
        }
        return of(x, targets(random, x), weights);
    }

    static Problem unweighted(long seed) {
        Random random = new Random(seed);
        double[][] x = matrix(random);
        return of(x, targets(random, x), Problem.ones(x.length));
    }

    private static double[][] matrix(Random random) {
        int rows = 1 + random.nextInt(14);
        int columns = 1 + random.nextInt(9);
        double[][] x = new double[rows][columns];
        for (int j = 0; j < columns; j++) {
            fill(x, j, random);
        }
        return x;
    }

    private static void fill(double[][] x, int j, Random random) {
        int kind = random.nextInt(7);
        int copied = j == 0 ? 0 : random.nextInt(j);
        for (int row = 0; row < x.length; row++) {
            x[row][j] = switch (kind) {
                case 0 -> 0; // empty
                case 1 -> 3; // constant
                case 2 -> x[row][copied]; // duplicate
                case 3 -> 2000 + random.nextInt(30); // far from zero
                case 4 -> 1000 * random.nextGaussian(); // of another scale
                default -> random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0; // sparse
            };
        }
    }

    private static double[] targets(Random random, double[][] x) {
        double[] targets = new double[x.length];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = 10 + random.nextGaussian() + x[row][0] / 2;
        }
        return targets;
    }

    static Problem of(double[][] x, double[] targets, double[] weights) {
        List<Integer> indices = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        int[] starts = new int[x.length + 1];
        for (int row = 0; row < x.length; row++) {
            for (int j = 0; j < x[row].length; j++) {
                if (x[row][j] != 0) {
                    indices.add(j);
                    values.add(x[row][j]);
                }
            }
            starts[row + 1] = indices.size();
        }
        SparseMatrix matrix = new SparseMatrix(
                x.length == 0 ? 0 : x[0].length,
                starts,
                indices.stream().mapToInt(Integer::intValue).toArray(),
                values.stream().mapToDouble(Double::doubleValue).toArray());
        return Problem.of(matrix, targets, weights, column -> "x" + column);
    }

    /** Each row as often as it weighs. */
    static Problem repeated(Problem problem) {
        List<double[]> rows = new ArrayList<>();
        List<Double> targets = new ArrayList<>();
        for (int row = 0; row < problem.targets().length; row++) {
            double[] x = new double[problem.matrix().columns()];
            for (int j = 0; j < x.length; j++) {
                x[j] = DenseLeastSquares.column(problem.matrix(), j)[row];
            }
            for (int i = 0; i < problem.weights()[row]; i++) {
                rows.add(x);
                targets.add(problem.targets()[row]);
            }
        }
        return of(
                rows.toArray(double[][]::new),
                targets.stream().mapToDouble(Double::doubleValue).toArray(),
                Problem.ones(rows.size()));
    }
}
