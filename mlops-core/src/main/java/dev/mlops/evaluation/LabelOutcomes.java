package dev.mlops.evaluation;

import dev.mlops.InvalidException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * True labels and the scores of all labels.
 *
 * @param labels the labels, in the order of the scores
 * @param positive the label that F1 and AUC of two labels are about
 * @param actual the number of each row's true label
 * @param scores row after row, one score for each label
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and shared only within the package
record LabelOutcomes(List<String> labels, int positive, int[] actual, double[] scores) implements Outcomes {
    /** What scikit-learn clips a probability to: the distance from 1 to the next double. */
    private static final double EPSILON = Math.ulp(1.0);

    /** How far a row's probabilities may sum from 1: what single precision leaves. */
    private static final double SUM_TOLERANCE = 1e-5;

    static LabelOutcomes of(List<String> labels, List<String> actual, double[][] scores) {
        Outcomes.checkSizes(actual.size(), scores.length);
        if (labels.size() < 2 || new HashSet<>(labels).size() != labels.size()) {
            throw new InvalidException("labels are " + labels + ", expected at least 2 and each once");
        }
        int[] numbers = new int[scores.length];
        double[] flat = new double[scores.length * labels.size()];
        for (int row = 0; row < scores.length; row++) {
            numbers[row] = labels.indexOf(actual.get(row));
            if (numbers[row] < 0) {
                throw Outcomes.bad("truth", row, actual.get(row), "one of " + labels);
            }
            copyScores(row, scores[row], labels.size(), flat);
        }
        return new LabelOutcomes(List.copyOf(labels), 1, numbers, flat);
    }

    /** The scores of a rule that names one label: 1 for it, 0 for the others; labels in ascending order. */
    static LabelOutcomes ofRule(List<String> actual, List<String> predicted) {
        TreeSet<String> names = new TreeSet<>(actual);
        names.addAll(predicted);
        List<String> labels = List.copyOf(names);
        double[][] scores = new double[predicted.size()][labels.size()];
        for (int row = 0; row < scores.length; row++) {
            scores[row][labels.indexOf(predicted.get(row))] = 1;
        }
        return of(labels, actual, scores);
    }

    private static void copyScores(int row, double[] scores, int labels, double[] flat) {
        if (scores.length != labels) {
            throw new IllegalArgumentException("row " + (row + 1) + " has " + scores.length
                    + " scores, expected one for each of " + labels + " labels");
        }
        for (int label = 0; label < labels; label++) {
            if (!Double.isFinite(scores[label])) {
                throw Outcomes.bad("score", row, scores[label], "a finite number");
            }
            flat[row * labels + label] = scores[label];
        }
    }

    LabelOutcomes positive(String label) {
        if (labels.size() != 2) {
            throw new IllegalStateException(
                    "a positive label is for 2 labels, there are " + labels.size() + ": " + labels);
        }
        int number = labels.indexOf(label);
        if (number < 0) {
            throw new IllegalArgumentException("label '" + label + "' is unknown, expected one of " + labels);
        }
        return new LabelOutcomes(labels, number, actual, scores);
    }

    @Override
    public int rows() {
        return actual.length;
    }

    @Override
    public String kind() {
        return "classification";
    }

    @Override
    public @Nullable String whyUndefined(Metric metric) {
        return switch (metric) {
            case F1 ->
                labels.size() == 2 ? null : "there are " + labels.size() + " labels, expected 2; ask for macro_f1";
            case AUC -> missingLabel();
            case LOG_LOSS -> notProbabilities();
            default -> null;
        };
    }

    private @Nullable String missingLabel() {
        boolean[] present = new boolean[labels.size()];
        for (int label : actual) {
            present[label] = true;
        }
        for (int label = 0; label < present.length; label++) {
            if (!present[label]) {
                return "label '" + labels.get(label) + "' never occurs in the truth, expected every label";
            }
        }
        return null;
    }

    private @Nullable String notProbabilities() {
        for (int row = 0; row < rows(); row++) {
            double sum = 0;
            for (int label = 0; label < labels.size(); label++) {
                if (score(row, label) < 0) {
                    return "a score of row " + (row + 1) + " is " + score(row, label) + ", expected a probability";
                }
                sum += score(row, label);
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                return "the scores of row " + (row + 1) + " sum to " + sum + ", expected probabilities, which sum to 1";
            }
        }
        return null;
    }

    @Override
    public Statistic statistic(Metric metric, Units units) {
        return switch (metric) {
            case ACCURACY, MICRO_F1 -> confusion(units, ConfusionStatistic::accuracy);
            case F1 -> confusion(units, confusion -> ConfusionStatistic.f1(confusion, positive));
            case MACRO_F1 -> confusion(units, ConfusionStatistic::macroF1);
            case LOG_LOSS -> new SumStatistic(units, rows(), total -> total[1] / total[0], surprises());
            case AUC -> auc(units);
            default -> throw new IllegalArgumentException(metric + " is for regression");
        };
    }

    private Statistic confusion(Units units, ToDoubleFunction<long[][]> metric) {
        int[] predicted = IntStream.range(0, rows()).map(this::predicted).toArray();
        return new ConfusionStatistic(units, labels.size(), actual, predicted, metric);
    }

    Confusion confusion() {
        long[][] counts = new long[labels.size()][labels.size()];
        for (int row = 0; row < rows(); row++) {
            counts[actual[row]][predicted(row)]++;
        }
        return new Confusion(labels, counts);
    }

    /** How many rows the rarest of the labels has that occur in the truth. */
    int rowsOfRarest() {
        long[] rows = new long[labels.size()];
        for (int label : actual) {
            rows[label]++;
        }
        return (int) Arrays.stream(rows).filter(count -> count > 0).min().orElseThrow();
    }

    private double[] surprises() {
        return IntStream.range(0, rows())
                .mapToDouble(row -> score(row, actual[row]))
                .map(score -> -Math.log(Math.min(Math.max(score, EPSILON), 1 - EPSILON)))
                .toArray();
    }

    private Statistic auc(Units units) {
        return labels.size() == 2
                ? auc(units, positive)
                : new MeanStatistic(IntStream.range(0, labels.size())
                        .mapToObj(label -> auc(units, label))
                        .toList());
    }

    private Statistic auc(Units units, int label) {
        double[] ofLabel = new double[rows()];
        boolean[] truth = new boolean[rows()];
        for (int row = 0; row < rows(); row++) {
            ofLabel[row] = score(row, label);
            truth[row] = actual[row] == label;
        }
        return new AucStatistic(units, ofLabel, truth);
    }

    private double score(int row, int label) {
        return scores[row * labels.size() + label];
    }

    /** The label with the highest score; of equal ones the first. */
    int predicted(int row) {
        int best = 0;
        for (int label = 1; label < labels.size(); label++) {
            if (score(row, label) > score(row, best)) {
                best = label;
            }
        }
        return best;
    }

    @Override
    public Outcomes select(int[] rows) {
        int width = labels.size();
        double[] some = new double[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(scores, rows[i] * width, some, i * width, width);
        }
        int[] truth = Arrays.stream(rows).map(row -> actual[row]).toArray();
        return new LabelOutcomes(labels, positive, truth, some);
    }

    @Override
    public int firstDifference(Outcomes other) {
        return other instanceof LabelOutcomes others ? Arrays.mismatch(actual, others.actual) : 0;
    }
}
