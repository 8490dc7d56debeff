package dev.mlops.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How often each label was answered for each true label, and what that says of single labels. Immutable.
 *
 * <p>A share of nothing, such as the precision of a label that was never answered, is 0, as scikit-learn's default has it.
 */
public final class Confusion {
    private final List<String> labels;
    private final long[][] counts;

    /** @param counts by true label, then by answered label */
    Confusion(List<String> labels, long[][] counts) {
        this.labels = labels;
        this.counts = counts;
    }

    /** The labels, in the order of the evaluation. */
    public List<String> labels() {
        return labels;
    }

    /**
     * How many rows of the label {@code actual} were answered {@code predicted}.
     *
     * @throws IllegalArgumentException if one of them is no label
     */
    public long count(String actual, String predicted) {
        return counts[number(actual)][number(predicted)];
    }

    /**
     * The share of rows answered with this label that have it.
     *
     * @throws IllegalArgumentException if there is no such label
     */
    public double precision(String label) {
        return share(counts[number(label)][number(label)], answered(number(label)));
    }

    /**
     * The share of rows of this label that were answered with it.
     *
     * @throws IllegalArgumentException if there is no such label
     */
    public double recall(String label) {
        return share(counts[number(label)][number(label)], rows(number(label)));
    }

    /** How many rows have this label. */
    private long rows(int label) {
        return Arrays.stream(counts[label]).sum();
    }

    private long answered(int label) {
        return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
    }

    private static double share(long some, long all) {
        return all == 0 ? 0 : (double) some / all;
    }

    private int number(String label) {
        int number = labels.indexOf(label);
        if (number < 0) {
            throw new IllegalArgumentException("label '" + label + "' is unknown, expected one of " + labels);
        }
        return number;
    }

    /** A table: a line for each true label with how often each label was answered, its precision and its recall. */
    public String toText() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("truth \\ answer"));
        head.addAll(labels);
        head.addAll(List.of("rows", "precision", "recall"));
        table.add(head);
        for (int actual = 0; actual < counts.length; actual++) {
            List<String> line = new ArrayList<>(List.of(labels.get(actual)));
            Arrays.stream(counts[actual]).mapToObj(Text::count).forEach(line::add);
            line.add(Text.count(rows(actual)));
            line.add(Text.number(precision(labels.get(actual))));
            line.add(Text.number(recall(labels.get(actual))));
            table.add(line);
        }
        return Text.table(table);
    }

    @Override
    public String toString() {
        return labels + " " + Arrays.deepToString(counts);
    }
}
