package dev.mlops.registry;

import dev.mlops.InvalidException;
import dev.mlops.model.Classification;
import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the answers of two models are apart.
 *
 * @param rows how many rows both were asked about
 * @param largest the largest difference of two predicted numbers, or of two scores of a label; null where none was asked
 */
record Predictions(long rows, @Nullable Double largest) {

    static final Predictions NONE = new Predictions(0, null);

    /** Asks both about rows; a list that one of them can't read is passed over. */
    static Predictions of(Model first, Model second, List<List<? extends Record>> lists) {
        Predictions all = NONE;
        if (first.signature().output().kind() == second.signature().output().kind()) {
            for (List<? extends Record> rows : lists) {
                try {
                    all = all.and(rows.size(), difference(first, second, rows));
                } catch (InvalidException e) {
                    // not the kind of rows that the models are for, such as raw ones before a step prepares them
                }
            }
        }
        return all;
    }

    private Predictions and(int more, double difference) {
        return more == 0
                ? this
                : new Predictions(rows + more, largest == null ? difference : Math.max(largest, difference));
    }

    private static double difference(Model first, Model second, List<? extends Record> rows) {
        return first.signature().output().kind() == Signature.Kind.REGRESSION
                ? numbers(first.predictAll(rows), second.predictAll(rows))
                : scores(first.classifyAll(rows), second.classifyAll(rows));
    }

    private static double numbers(double[] first, double[] second) {
        double largest = 0;
        for (int i = 0; i < first.length; i++) {
            largest = Math.max(largest, apart(first[i], second[i]));
        }
        return largest;
    }

    private static double scores(List<Classification> first, List<Classification> second) {
        double largest = 0;
        for (int i = 0; i < first.size(); i++) {
            Set<String> labels = new LinkedHashSet<>(first.get(i).scores().keySet());
            labels.addAll(second.get(i).scores().keySet());
            for (String label : labels) {
                double one = first.get(i).scores().getOrDefault(label, 0.0);
                double other = second.get(i).scores().getOrDefault(label, 0.0);
                largest = Math.max(largest, apart(one, other));
            }
        }
        return largest;
    }

    /** Equal values are 0 apart, infinite ones and NaN too; NaN is infinitely far from every other value. */
    private static double apart(double one, double other) {
        if (Double.compare(one, other) == 0) {
            return 0;
        }
        double difference = Math.abs(one - other);
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }
}
