package dev.mlops.evaluation;

import java.util.function.ToDoubleFunction;

/** A metric of the confusion matrix: how often each label was predicted for each true label. */
final class ConfusionStatistic implements Statistic {
    private final Units units;
    private final int labels;
    private final int[] actual;
    private final int[] predicted;
    private final ToDoubleFunction<long[][]> metric;

    /** @param metric the metric of the matrix, whose rows are true labels and whose columns are predicted ones */
    ConfusionStatistic(Units units, int labels, int[] actual, int[] predicted, ToDoubleFunction<long[][]> metric) {
        this.units = units;
        this.labels = labels;
        this.actual = actual;
        this.predicted = predicted;
        this.metric = metric;
    }

    @Override
    public double value() {
        long[][] confusion = new long[labels][labels];
        for (int row = 0; row < actual.length; row++) {
            confusion[actual[row]][predicted[row]]++;
        }
        return metric.applyAsDouble(confusion);
    }

    @Override
    public double of(int[] counts) {
        long[][] confusion = new long[labels][labels];
        for (int row = 0; row < actual.length; row++) {
            confusion[actual[row]][predicted[row]] += counts[units.of(row)];
        }
        return metric.applyAsDouble(confusion);
    }

    static double accuracy(long[][] confusion) {
        long right = 0;
        long all = 0;
        for (int label = 0; label < confusion.length; label++) {
            right += confusion[label][label];
            for (long count : confusion[label]) {
                all += count;
            }
        }
        return (double) right / all;
    }

    /** 0 where the label was neither true nor predicted, as scikit-learn's default has it. */
    static double f1(long[][] confusion, int label) {
        long named = named(confusion, label);
        return named == 0 ? 0 : 2.0 * confusion[label][label] / named;
    }

    static double macroF1(long[][] confusion) {
        double sum = 0;
        int present = 0;
        for (int label = 0; label < confusion.length; label++) {
            if (named(confusion, label) > 0) {
                sum += f1(confusion, label);
                present++;
            }
        }
        return sum / present;
    }

    /** How often the label was true plus how often it was predicted. */
    private static long named(long[][] confusion, int label) {
        long named = 0;
        for (int other = 0; other < confusion.length; other++) {
            named += confusion[label][other] + confusion[other][label];
        }
        return named;
    }
}
