package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.OnnxLibrary;
import dev.mlops.model.internal.onnx.OnnxSession;
import dev.mlops.model.internal.onnx.Outputs;
import java.util.ArrayList;
import java.util.List;

/** What the package {@code dev.mlops.model.onnx} is built on; its types are the ones to use. */
public final class OnnxGraphs {
    private static final int ROWS = 1 << 12;

    private OnnxGraphs() {}

    /**
     * A model as the content of an ONNX file.
     *
     * @param inputWidth the second dimension of the inputs; 0 for vectors
     * @throws InvalidException if a feature or the estimator has no form in ONNX, or the model is a graph already
     */
    public static byte[] write(Model model, int inputWidth) {
        return model.predictor().toOnnx(model, inputWidth);
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
