package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.model.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells what each input of a row has to do with the answer of a model.
 *
 * <p>Of a linear model the contributions are exact, one for each feature of the vectoriser: its value times its weight. Without
 * background rows the base is the intercept, which is what a row answers whose columns are all 0; with them the base is the
 * mean answer to the background rows, and a feature contributes what it has more or less than on their mean. Of a linear
 * classifier that is about the linear score of a label, before it is made a probability.
 *
 * <p>Of every other model the contributions are Shapley values, one for each input field, and there must be background rows:
 * the base is what the model answers to them on the mean, and a field contributes the mean of what changes when it is taken
 * from the row instead of from them, over all orders in which fields can be taken. They are exact where the budget of
 * {@linkplain Builder#evaluations evaluations} is enough to ask for all 2<sup>fields</sup> sets of fields; else orders are
 * sampled, each contribution has a standard error, and the base is the mean of the background rows that were drawn. Of a
 * classifier they are about the score of a label.
 *
 * <p>Fields are taken from different rows as if they were independent, so some of the rows that the model is asked for can't
 * occur. They count in {@link dev.mlops.model.Vectorizer#counts} like any row.
 *
 * <p>Immutable and thread-safe. One seed explains one row always in the same way.
 */
public final class Explainer {
    private final Model model;
    private final Attribution attribution;

    private Explainer(Builder builder) {
        this.model = builder.model;
        this.attribution = builder.attribution();
    }

    /**
     * Explains a linear model from its intercept.
     *
     * @throws InvalidException if the model isn't linear, so that background rows are needed
     */
    public static Explainer of(Model model) {
        return builder(model).build();
    }

    /**
     * Explains a model from what it answers to background rows, such as some hundred of those that it was trained on.
     *
     * @throws InvalidException if there are no rows, or the model can't answer one of them
     */
    public static Explainer of(Model model, Dataset<?> background) {
        return builder(model).background(background).build();
    }

    /** Begins one with options. */
    public static Builder builder(Model model) {
        return new Builder(model);
    }

    /**
     * Explains the answer to a record.
     *
     * @throws InvalidException if it lacks a field, or a value breaks a rule of the model
     */
    public Explanation explain(Record row) {
        return attribution.explain(model.inputs(row));
    }

    /**
     * Explains the answer to values by field name.
     *
     * @throws InvalidException if an entry is missing or misspelt, or a value is of the wrong kind or breaks a rule
     */
    public Explanation explain(Map<String, ?> row) {
        return attribution.explain(row);
    }

    /** Options of an explainer. Reusable; not thread-safe. */
    public static final class Builder {
        /** How many rows a model may be asked for one explanation, unless {@link #evaluations} says otherwise. */
        public static final int EVALUATIONS = 2_000;

        /** The seed of what is sampled, unless {@link #seed} says otherwise. */
        public static final long SEED = 1;

        private final Model model;
        private List<Map<String, ?>> background = List.of();
        private int evaluations = EVALUATIONS;
        private long seed = SEED;
        private String label = "";

        private Builder(Model model) {
            this.model = Objects.requireNonNull(model, "model");
        }

        /**
         * Compares with these rows; replaces those given before.
         *
         * @throws InvalidException if there are none, or the records lack a field that the model reads
         */
        public Builder background(Dataset<?> rows) {
            return backgroundMaps(rows.rows().stream().map(model::inputs).toList());
        }

        /**
         * The same of values by field name.
         *
         * @throws InvalidException if there are none
         */
        public Builder backgroundMaps(List<? extends Map<String, ?>> rows) {
            if (rows.isEmpty()) {
                throw new InvalidException("there are 0 background rows, expected at least 1");
            }
            background = rows.stream().<Map<String, ?>>map(HashMap::new).toList();
            return this;
        }

        /**
         * How many rows the model may be asked for one explanation; {@link #EVALUATIONS} by default. The standard error falls
         * with its square root. Linear models aren't asked.
         *
         * @param evaluations 1 or more; {@link #build} needs 4 for each input of a model that isn't linear
         * @throws IllegalArgumentException if it isn't
         */
        public Builder evaluations(int evaluations) {
            if (evaluations < 1) {
                throw new IllegalArgumentException("budget is " + evaluations + " evaluations, expected 1 or more");
            }
            this.evaluations = evaluations;
            return this;
        }

        /** The seed of what is sampled; {@link #SEED} by default. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * The label of a classifier whose score is explained; by default the one that the row is answered with.
         *
         * @throws IllegalArgumentException if the model has no such label
         */
        public Builder label(String label) {
            List<String> labels = model.signature().output().labels();
            if (!labels.contains(label)) {
                throw new IllegalArgumentException(
                        "label is '" + label + "', expected one of " + labels + ", which the model can answer");
            }
            this.label = label;
            return this;
        }

        /**
         * The explainer.
         *
         * @throws InvalidException if the model isn't linear and there are no background rows, or it can't answer one of them
         * @throws IllegalArgumentException if the budget is too small for the model's inputs
         */
        public Explainer build() {
            return new Explainer(this);
        }

        private Attribution attribution() {
            Target target = new Target(model, label);
            checkBackground(target);
            if (!model.coefficients().isEmpty()) {
                return new LinearAttribution(target, background);
            }
            if (background.isEmpty()) {
                throw new InvalidException(
                        "model %s isn't linear, expected background rows to explain it".formatted(model.signature()));
            }
            Mixture mixture = new Mixture(model.signature().inputs().fields().stream()
                    .map(Field::name)
                    .toList());
            return ExactShapley.evaluations(mixture.fields().size(), background.size()) <= evaluations
                    ? new ExactShapley(target, mixture, background)
                    : new SampledShapley(target, mixture, background, evaluations, seed);
        }

        private void checkBackground(Target target) {
            try {
                target.ask(background);
            } catch (InvalidException e) {
                throw new InvalidException("background " + e.getMessage(), e);
            }
        }
    }
}
