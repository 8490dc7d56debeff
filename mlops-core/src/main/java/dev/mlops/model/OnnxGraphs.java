package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.OnnxLibrary;
import dev.mlops.model.internal.onnx.OnnxSession;
import dev.mlops.model.internal.onnx.Outputs;
import java.lang.reflect.Array;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the package {@code dev.mlops.model.onnx} is built on; its types are the ones to use. */
public final class OnnxGraphs {
    private static final int ROWS = 1 << 12;

    private OnnxGraphs() {}

    /**
     * A model as the content of an ONNX file.
     *
     * @param frames whether inputs are vectors where there are several, and each label's scores an output of its own, as
     *     MLflow's frames need it
     * @throws InvalidException if a feature or the estimator has no form in ONNX, or the model is a graph already
     */
    public static byte[] write(Model model, boolean frames) {
        return model.predictor().toOnnx(model, frames);
    }

    /**
     * The greatest difference between what a model and its exported graph answer for rows: of numbers, or of scores. A
     * row that the model refuses must be NaN to the graph; where only one of both answers, the difference is infinite.
     *
     * @param graph with inputs of width 1
     * @throws InvalidException if ONNX Runtime is missing or refuses the graph
     */
    public static double difference(Model model, byte[] graph, List<? extends Record> rows) {
        OnnxSession session = OnnxLibrary.open(graph);
        double greatest = 0;
        for (int from = 0; from < rows.size(); from += ROWS) {
            List<? extends Record> some = rows.subList(from, Math.min(rows.size(), from + ROWS));
            for (Answered answered : answers(model, session, some)) {
                greatest = Math.max(greatest, answered.difference(model));
            }
        }
        return greatest;
    }

    /** The names of the outputs of a graph for frames. */
    public static List<String> frameOutputs(Signature.Output output) {
        List<String> names = new ArrayList<>(List.of(output.name()));
        for (int label = 0; label < output.labels().size(); label++) {
            names.add(OnnxWriter.score(output, label));
        }
        return names;
    }

    /**
     * The values that a graph is fed with for a row, by field.
     *
     * @throws InvalidException if an entry is missing or doesn't fit its field
     */
    public static Map<String, Object> encode(Model model, Map<String, ?> row) {
        List<OnnxInput> inputs =
                model.signature().inputs().fields().stream().map(OnnxInput::of).toList();
        OnnxRows<Map<String, ?>> reader =
                new OnnxRows<>(inputs, Accessors.ofMaps(), model.vectorizer().entries()::check);
        List<Object> arrays = reader.arrays(1);
        reader.put(row, 0, arrays);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < arrays.size(); i++) {
            Object value = Array.get(arrays.get(i), 0);
            values.put(inputs.get(i).name(), value instanceof Byte truth ? truth == 1 : value);
        }
        return values;
    }

    /**
     * A graph of somebody else's, and what it doesn't say itself.
     *
     * @param graph the content of the file
     * @param columns the columns of its only input; empty where each input is a field
     * @param nullable the fields that may be missing
     * @param output the output that answers; null for the only one that can
     * @param clock gives when the model was made
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Source(
            byte[] graph,
            List<String> columns,
            Set<String> nullable,
            @Nullable String output,
            InstantSource clock) {}

    /**
     * A regression that the graph answers.
     *
     * @throws InvalidException as {@code OnnxModel} says
     */
    public static Model regression(Source source, String target) {
        return new OnnxReader(source).regression(target);
    }

    /**
     * A classifier that the graph answers.
     *
     * @param labels in the order of their scores; may be empty for a graph of our own
     * @throws InvalidException as {@code OnnxModel} says
     */
    public static Model classification(Source source, String target, List<String> labels) {
        return new OnnxReader(source).classification(target, labels);
    }

    private static List<Answered> answers(Model model, OnnxSession session, List<? extends Record> rows) {
        List<OnnxInput> inputs =
                model.signature().inputs().fields().stream().map(OnnxInput::of).toList();
        List<Object> arrays = new ArrayList<>();
        List<OnnxRows<Record>> readers = new ArrayList<>();
        Batch.run(rows, 0, type -> {
            @SuppressWarnings("unchecked") // a reader of this class reads its rows
            OnnxRows<Record> reader =
                    (OnnxRows<Record>) new OnnxRows<>(inputs, Accessors.of(type.asSubclass(Record.class)), row -> {});
            if (readers.isEmpty()) {
                readers.add(reader);
                arrays.addAll(reader.arrays(rows.size()));
            }
            return (row, index) -> reader.put((Record) row, index, arrays);
        });
        String target = model.signature().output().name();
        boolean regression = model.signature().output().kind() == Signature.Kind.REGRESSION;
        List<String> outputs = regression ? List.of(target) : List.of(target, OnnxWriter.scores(target));
        Outputs found = session.run(readers.get(0).feeds(arrays, rows.size()), outputs);
        List<Answered> answers = new ArrayList<>();
        double[] scores = found.numbers(outputs.get(outputs.size() - 1));
        for (int row = 0; row < rows.size(); row++) {
            String label = regression ? "" : found.texts(target)[row];
            answers.add(new Answered(rows.get(row), label, scores, row * scores.length / rows.size()));
        }
        return answers;
    }

    /** A row, and what the graph answers for it: a label and the scores that begin at {@code at}, or one number there. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Answered(Record row, String label, double[] numbers, int at) {

        double difference(Model model) {
            try {
                return model.signature().output().kind() == Signature.Kind.REGRESSION
                        ? gap(model.predict(row), numbers[at])
                        : difference(model.classify(row));
            } catch (InvalidException e) {
                return Double.isNaN(numbers[at]) ? 0 : Double.POSITIVE_INFINITY;
            }
        }

        /** Of the scores; where the labels differ, their scores must be as good as equal. */
        private double difference(Classification expected) {
            double greatest = gap(expected.score(expected.label()), expected.score(label));
            int place = at;
            for (double score : expected.scores().values()) {
                greatest = Math.max(greatest, gap(score, numbers[place++]));
            }
            return greatest;
        }

        private static double gap(double expected, double found) {
            double gap = Math.abs(expected - found);
            return Double.isNaN(gap) && Double.compare(expected, found) != 0
                    ? Double.POSITIVE_INFINITY
                    : Double.isNaN(gap) ? 0 : gap;
        }
    }
}
