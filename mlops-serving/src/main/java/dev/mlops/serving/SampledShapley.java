package dev.mlops.serving;

import dev.mlops.serving.Explanation.Contribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Estimates Shapley values from random orders of the fields (Castro, Gomez and Tejada, "Polynomial calculation of the Shapley
 * value based on sampling", Computers and Operations Research 36, 2009). Along an order the fields of a background row give way
 * to those of the row, one by one, and a field contributes by how much its own step moves the answer. Each order is also gone
 * the other way round, with the same background row: the two errors tend to cancel (antithetic sampling; Mitchell et al.,
 * "Sampling Permutations for Shapley Value Estimation", JMLR 23, 2022). All background rows are used before one is used again.
 */
final class SampledShapley implements Attribution {
    private static final int FEWEST_PAIRS = 2; // for a standard error

    private final Target target;
    private final Mixture mixture;
    private final List<Map<String, ?>> background;
    private final int pairs;
    private final long seed;

    /** @throws IllegalArgumentException if the budget is too small for a standard error */
    SampledShapley(Target target, Mixture mixture, List<Map<String, ?>> background, int evaluations, long seed) {
        this.target = target;
        this.mixture = mixture;
        this.background = background;
        this.pairs = (evaluations - 1) / evaluationsPerPair();
        this.seed = seed;
        if (pairs < FEWEST_PAIRS) {
            throw new IllegalArgumentException("budget is %d evaluations, expected at least %d for %d inputs"
                    .formatted(
                            evaluations,
                            FEWEST_PAIRS * evaluationsPerPair() + 1,
                            mixture.fields().size()));
        }
    }

    /** The background row, and what is between it and the row, in both directions. */
    private int evaluationsPerPair() {
        return 1 + 2 * (mixture.fields().size() - 1);
    }

    @Override
    public Explanation explain(Map<String, ?> row) {
        String label = target.label(row);
        double prediction = target.value(label, row);
        int fields = mixture.fields().size();
        Random random = new Random(seed);
        List<Integer> order = places(fields);
        List<Integer> others = places(background.size());
        Moments base = new Moments();
        Moments[] contributions =
                IntStream.range(0, fields).mapToObj(field -> new Moments()).toArray(Moments[]::new);
        for (int pair = 0; pair < pairs; pair++) {
            if (pair % background.size() == 0) {
                Collections.shuffle(others, random);
            }
            Collections.shuffle(order, random);
            Map<String, ?> other = background.get(others.get(pair % background.size()));
            double[] answers = target.values(label, path(row, other, order));
            base.add(answers[0]);
            steps(order, answers, prediction, contributions);
        }
        return target.explanation(label, base.mean(), prediction, named(row, contributions));
    }

    private static List<Integer> places(int size) {
        return new ArrayList<>(IntStream.range(0, size).boxed().toList());
    }

    /** The background row, then the rows on the way from it in this order, then those in the opposite order. */
    private List<Map<String, ?>> path(Map<String, ?> row, Map<String, ?> other, List<Integer> order) {
        int fields = order.size();
        int[] rank = new int[fields];
        for (int i = 0; i < fields; i++) {
            rank[order.get(i)] = i;
        }
        List<Map<String, ?>> path = new ArrayList<>();
        path.add(mixture.of(row, other, field -> false));
        for (int steps = 1; steps < fields; steps++) {
            int first = steps;
            path.add(mixture.of(row, other, field -> rank[field] < first));
        }
        for (int steps = 1; steps < fields; steps++) {
            int last = fields - steps;
            path.add(mixture.of(row, other, field -> rank[field] >= last));
        }
        return path;
    }

    /** Adds for each field the mean of its two steps. */
    private static void steps(List<Integer> order, double[] answers, double prediction, Moments[] contributions) {
        int fields = order.size();
        for (int i = 0; i < fields; i++) {
            double before = i == 0 ? answers[0] : answers[i];
            double after = i == fields - 1 ? prediction : answers[i + 1];
            int back = fields - 1 - i; // how many came before it in the opposite order
            double beforeBack = back == 0 ? answers[0] : answers[fields - 1 + back];
            double afterBack = back == fields - 1 ? prediction : answers[fields + back];
            contributions[order.get(i)].add((after - before + afterBack - beforeBack) / 2);
        }
    }

    private List<Contribution> named(Map<String, ?> row, Moments[] contributions) {
        return IntStream.range(0, contributions.length)
                .mapToObj(field -> new Contribution(
                        mixture.fields().get(field),
                        mixture.shown(row, field),
                        contributions[field].mean(),
                        contributions[field].standardError()))
                .toList();
    }

    /** A running mean and its spread (Welford 1962). */
    private static final class Moments {
        private int count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double before = value - mean;
            mean += before / count;
            squares += before * (value - mean);
        }

        double mean() {
            return mean;
        }

        double standardError() {
            return Math.sqrt(squares / (count - 1) / count);
        }
    }
}
