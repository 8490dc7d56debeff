package dev.mlops.model.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.RealInfo;
import org.tribuo.VariableInfo;

/** Count, range, mean and sum of squared deviations of each column's stored values, in one pass over a matrix (Welford's update). */
final class ColumnStatistics {
    private final int[] count;
    private final double[] min;
    private final double[] max;
    private final double[] mean;
    private final double[] squares;

    private ColumnStatistics(int columns) {
        count = new int[columns];
        min = new double[columns];
        max = new double[columns];
        mean = new double[columns];
        squares = new double[columns];
        Arrays.fill(min, Double.POSITIVE_INFINITY);
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
    }

    static ImmutableFeatureMap featureMap(List<String> columns, SparseMatrix matrix) {
        ColumnStatistics statistics = new ColumnStatistics(columns.size());
        statistics.observe(matrix);
        List<VariableInfo> infos = new ArrayList<>(columns.size());
        for (int c = 0; c < columns.size(); c++) {
            infos.add(statistics.info(columns.get(c), c));
        }
        return new ImmutableFeatureMap(infos);
    }

    private void observe(SparseMatrix matrix) {
        int stored = matrix.starts()[matrix.rows()];
        for (int i = 0; i < stored; i++) {
            int c = matrix.indices()[i];
            double value = matrix.values()[i];
            double delta = value - mean[c];
            mean[c] += delta / ++count[c];
            squares[c] += delta * (value - mean[c]);
            min[c] = Math.min(min[c], value);
            max[c] = Math.max(max[c], value);
        }
    }

    private RealInfo info(String name, int c) {
        return count[c] == 0
                ? new RealInfo(name, 0, 0, 0, 0, 0)
                : new RealInfo(name, count[c], max[c], min[c], mean[c], squares[c]);
    }
}
