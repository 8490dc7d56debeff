package dev.mlops.evaluation;

import dev.mlops.data.Dataset;
import dev.mlops.model.Model;
import dev.mlops.model.Provenance;
import dev.mlops.storage.Codec;
import dev.mlops.storage.ContentHashed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How good predictions are on rows whose truth is known: metrics, slices, bootstrap intervals and comparison with a
 * baseline. It keeps truths, predictions and a reference to the rows; figures are computed when they are asked for, in
 * O(rows log rows). Every figure is defined from one row on, R2 from two; what few rows are worth is what
 * {@link #interval} tells. Immutable and thread-safe.
 */
public final class Evaluation extends Figures implements ContentHashed {
    private final @Nullable Rows<?> rows;
    private final @Nullable Provenance trained;

    /** @param trained where the model comes from that was evaluated, if it was one */
    private Evaluation(Outcomes outcomes, @Nullable Rows<?> rows, Units units, @Nullable Provenance trained) {
        super(outcomes, units);
        this.rows = rows;
        this.trained = trained;
    }

    Evaluation(Outcomes outcomes, @Nullable Rows<?> rows, Units units) {
        this(outcomes, rows, units, null);
    }

    private static Evaluation of(Outcomes outcomes, @Nullable Rows<?> rows) {
        return new Evaluation(outcomes, rows, Units.rows(outcomes.rows()));
    }

    /**
     * Evaluates a model on rows; the truth is the column that the model was trained to predict. A true label that the
     * model doesn't know has the score 0, so that its rows are wrong.
     *
     * @throws dev.mlops.InvalidException if there are no rows, the truth's column isn't there, a truth is missing, a value
     *     is NaN or infinite, or a row breaks a rule of the model
     */
    public static Evaluation of(Model model, Dataset<?> rows) {
        return new Evaluation(Truth.of(model, rows), Rows.all(rows), Units.rows(rows.size()), model.provenance());
    }

    /**
     * Evaluates predicted numbers; copies both arrays.
     *
     * @throws dev.mlops.InvalidException if there are no rows, or a value is NaN or infinite
     */
    public static Evaluation regression(double[] actual, double[] predicted) {
        return of(NumberOutcomes.of(actual, predicted), null);
    }

    /**
     * Evaluates a rule that predicts numbers, such as one written by hand.
     *
     * @param target the column that holds the truth
     * @throws dev.mlops.InvalidException if there are no rows, a truth is missing, or a value is NaN or infinite
     */
    public static <R extends Record> Evaluation regression(
            Dataset<R> rows, String target, ToDoubleFunction<? super R> rule) {
        double[] predicted = rows.rows().stream().mapToDouble(rule).toArray();
        return of(NumberOutcomes.of(Truth.numbers(rows, target), predicted), Rows.all(rows));
    }

    /**
     * Evaluates scored labels. The predicted label of a row is the one with the highest score, of equal ones the first.
     * With two labels the second is the {@linkplain #positive positive} one.
     *
     * @param labels all labels, in the order of the scores
     * @param actual the true label of each row
     * @param scores for each row a score of each label; higher is likelier; log loss needs probabilities
     * @throws dev.mlops.InvalidException if there are no rows, a truth isn't a label, or a score is NaN or infinite
     */
    public static Evaluation classification(List<String> labels, List<String> actual, double[][] scores) {
        return of(LabelOutcomes.of(labels, actual, scores), null);
    }

    /**
     * Evaluates a rule that predicts labels, such as one written by hand; its label gets the score 1, the others 0. The
     * labels are those that occur in the truth or among the predictions, in ascending order.
     *
     * @param target the column that holds the truth
     * @throws dev.mlops.InvalidException if there are no rows, a truth is missing, or there is only one label
     */
    public static <R extends Record> Evaluation classification(
            Dataset<R> rows, String target, Function<? super R, String> rule) {
        List<String> predicted = rows.rows().stream().<String>map(rule).toList();
        return of(LabelOutcomes.ofRule(Truth.labels(rows, target), predicted), Rows.all(rows));
    }

    /**
     * The same rows by the value of a column. A column of measurements or times with more than 20 different values, and a
     * column of whole numbers with more than 1,000, is cut at its deciles; rows in which the value is missing are a slice
     * of their own.
     *
     * @throws dev.mlops.InvalidException if there is no such column, or it has more than 1,000 different texts
     * @throws IllegalStateException if this evaluation has no rows: it is of arrays, or was read from storage
     */
    public Slices by(String column) {
        Rows<?> known = knownRows();
        List<Slice> slices = new ArrayList<>();
        Slicer.groups(known.field(column), known.values(column))
                .forEach((value, numbers) -> slices.add(new Slice(
                        value instanceof Slicer.Bin bin ? bin.text() : value,
                        of(outcomes().select(numbers), known.select(numbers)))));
        return new Slices(column, slices);
    }

    /**
     * The same evaluation, whose intervals take rows with equal values in these columns as dependent: whole clusters are
     * drawn, not rows (Davison and Hinkley, Bootstrap Methods and their Application, 1997, section 3.8). Use it where
     * rows of one day, one customer or one pair resemble each other, else intervals are too narrow. Slices of it are not
     * clustered.
     *
     * @throws dev.mlops.InvalidException if there is no such column
     * @throws IllegalStateException if this evaluation has no rows: it is of arrays, or was read from storage
     */
    public Evaluation clusteredBy(String... columns) {
        return new Evaluation(outcomes(), rows, knownRows().clusters(List.of(columns)), trained);
    }

    /**
     * The same classification of two labels, with F1 and AUC about this label.
     *
     * @throws IllegalArgumentException if there is no such label
     * @throws IllegalStateException if this is a regression, or has more than two labels
     */
    public Evaluation positive(String label) {
        if (!(outcomes() instanceof LabelOutcomes labels)) {
            throw new IllegalStateException("a positive label is for classification, this is a "
                    + outcomes().kind());
        }
        return new Evaluation(labels.positive(label), rows, units(), trained);
    }

    /**
     * How often each label was answered for each true label, with precision and recall of each.
     *
     * @throws IllegalStateException if this is a regression
     */
    public Confusion confusion() {
        if (!(outcomes() instanceof LabelOutcomes labels)) {
            throw new IllegalStateException("a confusion of labels is for classification, this is a "
                    + outcomes().kind());
        }
        return labels.confusion();
    }

    /** Compares with a baseline on the same rows, with intervals at 95 % and {@link Bootstrap#DEFAULT}. */
    public Comparison against(Evaluation baseline) {
        return against(baseline, 0.95, Bootstrap.DEFAULT);
    }

    /**
     * Compares with a baseline on the same rows; clusters are this evaluation's.
     *
     * @throws dev.mlops.InvalidException if the truth of the two differs
     */
    public Comparison against(Evaluation baseline, double level, Bootstrap bootstrap) {
        return new Comparison(this, baseline, level, bootstrap);
    }

    /** Encodes evaluations for storage: truths and predictions, without the rows, so what is read can't be sliced. */
    public static Codec<Evaluation> codec() {
        return EvaluationCodec.INSTANCE;
    }

    /** The hash of what {@link #codec} writes. */
    @Override
    public String contentHash() {
        return EvaluationCodec.hash(this);
    }

    /** A line for each metric and, of a regression, quantiles of the error; of few labels, their {@link #confusion}. */
    public String toText() {
        return EvaluationText.of(this);
    }

    /** Whether a model was evaluated on the very rows that it was trained on, so that the figures prove nothing. */
    public boolean isOfTrainingRows() {
        return trained != null
                && rows != null
                && rows.isAll()
                && rows.dataset().contentHash().equals(trained.data().digest());
    }

    /** The name of the rows, if they are known. */
    Optional<String> data() {
        return rowsIfKnown().map(known -> known.dataset().name());
    }

    Optional<Rows<?>> rowsIfKnown() {
        return Optional.ofNullable(rows);
    }

    Rows<?> knownRows() {
        if (rows == null) {
            throw new IllegalStateException(
                    "this evaluation has no rows, since it is of arrays or was read from storage: evaluate a dataset");
        }
        return rows;
    }
}
