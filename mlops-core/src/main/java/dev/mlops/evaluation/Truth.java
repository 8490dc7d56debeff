package dev.mlops.evaluation;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.data.internal.Accessor;
import dev.mlops.model.Classification;
import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The column of a dataset that holds what really happened, and a model's answers beside it. */
final class Truth {
    private Truth() {}

    /** What a model predicts for rows, beside their truth. */
    static Outcomes of(Model model, Dataset<?> rows) {
        Signature.Output output = model.signature().output();
        return output.kind() == Signature.Kind.REGRESSION
                ? NumberOutcomes.of(numbers(rows, output.name()), model.predictAll(rows.rows()))
                : labels(rows, output, model.classifyAll(rows.rows()));
    }

    /** What a model predicts for other values of its inputs, one for each of the rows, beside the truth of these. */
    static Outcomes of(Model model, Dataset<?> rows, List<Map<String, ?>> inputs) {
        Signature.Output output = model.signature().output();
        return output.kind() == Signature.Kind.REGRESSION
                ? NumberOutcomes.of(numbers(rows, output.name()), model.predictMaps(inputs))
                : labels(rows, output, model.classifyMaps(inputs));
    }

    private static Outcomes labels(Dataset<?> rows, Signature.Output output, List<Classification> answers) {
        List<String> actual = labels(rows, output.name());
        LinkedHashSet<String> all = new LinkedHashSet<>(output.labels());
        all.addAll(new TreeSet<>(actual));
        List<String> labels = List.copyOf(all);
        double[][] scores = new double[rows.size()][labels.size()];
        for (int row = 0; row < scores.length; row++) {
            Classification answer = answers.get(row);
            for (int label = 0; label < output.labels().size(); label++) {
                scores[row][label] = answer.score(output.labels().get(label));
            }
        }
        return LabelOutcomes.of(labels, actual, scores);
    }

    /** The column's numbers. */
    static <R extends Record> double[] numbers(Dataset<R> rows, String target) {
        Accessor<R> accessor = Rows.accessor(rows, target);
        double[] numbers = new double[rows.size()];
        for (int row = 0; row < numbers.length; row++) {
            R record = rows.rows().get(row);
            if (accessor.isNull(record)) {
                throw missing(rows, target, row);
            }
            numbers[row] = accessor.asDouble(record);
        }
        return numbers;
    }

    /** The column's values as text. */
    static <R extends Record> List<String> labels(Dataset<R> rows, String target) {
        Accessor<R> accessor = Rows.accessor(rows, target);
        List<String> labels = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            Object value = accessor.get(rows.rows().get(row));
            if (value == null) {
                throw missing(rows, target, row);
            }
            labels.add(value.toString());
        }
        return labels;
    }

    private static InvalidException missing(Dataset<?> rows, String target, int row) {
        return new InvalidException("column '" + target + "' of row " + rows.rowNumber(row) + " of '" + rows.name()
                + "' is missing, expected the truth");
    }
}
