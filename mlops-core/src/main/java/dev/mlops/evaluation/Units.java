package dev.mlops.evaluation;

import org.jspecify.annotations.Nullable;

/** What a bootstrap draws: single rows, or whole clusters of rows that depend on each other. Immutable. */
final class Units {
    private final int count;
    private final int @Nullable [] ofRow;

    private Units(int count, int @Nullable [] ofRow) {
        this.count = count;
        this.ofRow = ofRow;
    }

    /** Each row on its own. */
    static Units rows(int rows) {
        return new Units(rows, null);
    }

    /** Row i belongs to cluster {@code ofRow[i]}, from 0 to {@code count - 1}. */
    static Units clusters(int count, int[] ofRow) {
        return new Units(count, ofRow);
    }

    int count() {
        return count;
    }

    int of(int row) {
        return ofRow == null ? row : ofRow[row];
    }

    /** The cluster of each row; null where each row stands on its own. */
    int @Nullable [] ofRow() {
        return ofRow;
    }

    /** The sum of a figure of the rows in each unit. */
    double[] sum(double[] ofRows) {
        if (ofRow == null) {
            return ofRows;
        }
        double[] sums = new double[count];
        for (int row = 0; row < ofRows.length; row++) {
            sums[ofRow[row]] += ofRows[row];
        }
        return sums;
    }
}
