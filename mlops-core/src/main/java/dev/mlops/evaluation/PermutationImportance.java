package dev.mlops.evaluation;

import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.model.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How much worse a model gets when the values of one input are shuffled among the rows, so that they tell nothing any more
 * (Breiman, "Random Forests", Machine Learning 45, 2001, section 10). Rows that the model wasn't trained on tell what it has
 * learnt; those that it was trained on tell what it has memorised. Inputs that say the same, such as a price in two currencies,
 * stand in for each other, and each may look dispensable. Immutable.
 */
public final class PermutationImportance {
    private final Metric metric;
    private final double score;
    private final List<Importance> inputs;

    private PermutationImportance(Metric metric, double score, List<Importance> inputs) {
        this.metric = metric;
        this.score = score;
        this.inputs = inputs.stream()
                .sorted(Comparator.comparingDouble((Importance each) -> -each.mean())
                        .thenComparing(Importance::input))
                .toList();
    }

    /**
     * How much one input matters.
     *
     * @param input the field
     * @param mean by how much the metric gets worse when the field is shuffled, the mean of all repeats; about 0, or a little
     *     below, where the model doesn't need it
     * @param standardDeviation how much that differs from shuffle to shuffle
     */
    public record Importance(String input, double mean, double standardDeviation) {}

    /**
     * By {@link Metric#RMSE} or {@link Metric#ACCURACY}, with the default of repeats.
     *
     * @throws dev.mlops.InvalidException as {@link Evaluation#of} does
     */
    public static PermutationImportance of(Model model, Dataset<?> rows) {
        return builder(model, rows).compute();
    }

    /** Begins one with options. */
    public static Builder builder(Model model, Dataset<?> rows) {
        return new Builder(model, rows);
    }

    /** The metric that gets worse. */
    public Metric metric() {
        return metric;
    }

    /** The metric where nothing is shuffled. */
    public double score() {
        return score;
    }

    /** The inputs, the one that matters most first. */
    public List<Importance> inputs() {
        return inputs;
    }

    /** A table: a line for each input. */
    public String toText() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("input", metric.key() + " is worse by", "deviation"));
        inputs.forEach(each ->
                table.add(List.of(each.input(), Text.number(each.mean()), Text.number(each.standardDeviation()))));
        return metric.key() + " " + Text.number(score) + "\n" + Text.table(table);
    }

    @Override
    public String toString() {
        return "importance of " + inputs;
    }

    /** Options of it. Reusable; not thread-safe. */
    public static final class Builder {
        /** How often each input is shuffled, unless {@link #repeats} says otherwise. */
        public static final int REPEATS = 5;

        /** The seed of the shuffles, unless {@link #seed} says otherwise. */
        public static final long SEED = 17;

        private final Model model;
        private final Dataset<?> rows;
        private @Nullable Metric metric;
        private int repeats = REPEATS;
        private long seed = SEED;

        private Builder(Model model, Dataset<?> rows) {
            this.model = Objects.requireNonNull(model, "model");
            this.rows = Objects.requireNonNull(rows, "rows");
        }

        /** The metric; by default {@link Metric#RMSE} of a regression and {@link Metric#ACCURACY} of a classifier. */
        public Builder metric(Metric metric) {
            this.metric = Objects.requireNonNull(metric, "metric");
            return this;
        }

        /**
         * How often each input is shuffled; {@link #REPEATS} by default.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder repeats(int repeats) {
            if (repeats < 1) {
                throw new IllegalArgumentException("repeats is " + repeats + ", expected at least 1");
            }
            this.repeats = repeats;
            return this;
        }

        /** The seed of the shuffles; {@link #SEED} by default. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Asks the model for every row, once for each shuffle of each input.
         *
         * @throws dev.mlops.InvalidException as {@link Evaluation#of} does
         * @throws IllegalStateException if the metric isn't defined on these rows
         */
        public PermutationImportance compute() {
            Outcomes outcomes = Truth.of(model, rows);
            Metric chosen =
                    metric != null ? metric : outcomes instanceof NumberOutcomes ? Metric.RMSE : Metric.ACCURACY;
            double score = value(chosen, outcomes);
            List<Map<String, @Nullable Object>> inputs =
                    rows.rows().stream().map(model::inputs).toList();
            List<Importance> importances = new ArrayList<>();
            for (Field field : model.signature().inputs().fields()) {
                Random random = new Random(seed);
                double[] worse = new double[repeats];
                for (int repeat = 0; repeat < repeats; repeat++) {
                    Outcomes shuffled = Truth.of(model, rows, shuffled(inputs, field.name(), random));
                    worse[repeat] = chosen.gain(score, value(chosen, shuffled));
                }
                importances.add(importance(field.name(), worse));
            }
            return new PermutationImportance(chosen, score, importances);
        }

        private static double value(Metric metric, Outcomes outcomes) {
            return new Evaluation(outcomes, null, Units.rows(outcomes.rows())).value(metric);
        }

        private static List<Map<String, ?>> shuffled(
                List<Map<String, @Nullable Object>> rows, String field, Random random) {
            List<@Nullable Object> values = new ArrayList<>();
            rows.forEach(row -> values.add(row.get(field)));
            Collections.shuffle(values, random);
            List<Map<String, ?>> shuffled = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                Map<String, @Nullable Object> row = new HashMap<>(rows.get(i));
                row.put(field, values.get(i));
                shuffled.add(row);
            }
            return shuffled;
        }

        private static Importance importance(String input, double[] worse) {
            double mean = 0;
            for (double each : worse) {
                mean += each / worse.length;
            }
            double squares = 0;
            for (double each : worse) {
                squares += (each - mean) * (each - mean) / worse.length;
            }
            return new Importance(input, mean, Math.sqrt(squares));
        }
    }
}
