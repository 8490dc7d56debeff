package dev.mlops.serving;

import dev.mlops.serving.Explanation.Contribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Shapley values by asking for every set of fields (Shapley, "A Value for n-Person Games", 1953): a set is worth what the model
 * answers on the mean where these fields are the row's and the others those of a background row.
 */
final class ExactShapley implements Attribution {
    private static final int MOST_FIELDS = 20;

    private final Target target;
    private final Mixture mixture;
    private final List<Map<String, ?>> background;

    ExactShapley(Target target, Mixture mixture, List<Map<String, ?>> background) {
        this.target = target;
        this.mixture = mixture;
        this.background = background;
    }

    /** How many rows the model has to answer; infinite where nobody would wait for it. */
    static double evaluations(int fields, int background) {
        return fields > MOST_FIELDS ? Double.POSITIVE_INFINITY : (double) (1 << fields) * background;
    }

    @Override
    public Explanation explain(Map<String, ?> row) {
        String label = target.label(row);
        double prediction = target.value(label, row);
        int fields = mixture.fields().size();
        double[] worth = IntStream.range(0, 1 << fields)
                .mapToDouble(set -> worth(label, row, set))
                .toArray();
        double[] share = shares(fields);
        List<Contribution> contributions = new ArrayList<>();
        for (int field = 0; field < fields; field++) {
            double sum = 0;
            for (int set = 0; set < worth.length; set++) {
                if ((set >> field & 1) == 0) {
                    sum += share[Integer.bitCount(set)] * (worth[set | 1 << field] - worth[set]);
                }
            }
            String name = mixture.fields().get(field);
            contributions.add(new Contribution(name, mixture.shown(row, field), sum, 0));
        }
        return target.explanation(label, worth[0], prediction, contributions);
    }

    private double worth(String label, Map<String, ?> row, int set) {
        List<Map<String, ?>> mixed = new ArrayList<>(background.size());
        for (Map<String, ?> other : background) {
            mixed.add(mixture.of(row, other, field -> (set >> field & 1) == 1));
        }
        return mean(target.values(label, mixed));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** For each size of a set without a field, the share of orders in which just that set comes before the field. */
    private static double[] shares(int fields) {
        double[] shares = new double[Math.max(1, fields)];
        shares[0] = 1.0 / Math.max(1, fields);
        for (int size = 1; size < fields; size++) {
            shares[size] = shares[size - 1] * size / (fields - size);
        }
        return shares;
    }
}
