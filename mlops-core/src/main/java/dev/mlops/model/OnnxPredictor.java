package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.model.internal.onnx.OnnxLibrary;
import dev.mlops.model.internal.onnx.OnnxSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A graph of somebody else's in ONNX Runtime. */
final class OnnxPredictor implements Predictor {
    /** Rows that go into one run of the graph; more are several runs, so that memory has a bound. */
    static final int MAX_ROWS = 1 << 16;

    private final Signature.Output output;
    private final OnnxBinding binding;
    private final byte[] graph;
    private final OnnxSession session;
    private final Entries entries;
    private final Map<Class<?>, OnnxRows<?>> readers = new ConcurrentHashMap<>();

    /**
     * Opens the graph.
     *
     * @param graph checked by {@link dev.mlops.model.internal.onnx.GraphCheck}
     * @throws InvalidException if ONNX Runtime is missing or can't read it, or it doesn't fit the binding
     */
    OnnxPredictor(Signature signature, OnnxBinding binding, byte[] graph) {
        this.output = signature.output();
        this.binding = binding;
        this.graph = graph;
        this.session = OnnxLibrary.open(graph);
        this.entries = new Entries(
                signature.inputs().fields().stream().map(Field::name).toList(), Set.of());
        binding.check(session.inputs(), session.outputs());
    }

    @Override
    public Vectorizer vectorizer() {
        throw new IllegalStateException("the model is an ONNX graph, which has no vectoriser");
    }

    @Override
    public org.tribuo.Model<?> estimator() {
        throw new IllegalStateException("the model is an ONNX graph, which has no Tribuo estimator");
    }

    @Override
    public Map<String, Coefficients> coefficients() {
        return Map.of();
    }

    @Override
    public boolean isCompiled() {
        return false;
    }

    @Override
    public ToDoubleFunction<Object> numbers(Class<?> type) {
        OnnxRows<Object> reader = reader(type);
        return row -> answers(reader, row)[0];
    }

    @Override
    public Function<Object, Classification> labels(Class<?> type) {
        OnnxRows<Object> reader = reader(type);
        return row -> classification(answers(reader, row), 0);
    }

    private double[] answers(OnnxRows<Object> reader, Object row) {
        List<Object> arrays = reader.arrays(1);
        reader.put(row, 0, arrays);
        return run(reader, arrays, 1);
    }

    @Override
    public double[] predictEach(List<?> rows, Function<Class<?>, ToDoubleFunction<Object>> bound) {
        double[] predictions = new double[rows.size()];
        for (int from = 0; from < rows.size(); from += MAX_ROWS) {
            double[] some = answers(rows, from);
            System.arraycopy(some, 0, predictions, from, some.length);
        }
        return predictions;
    }

    @Override
    public List<Classification> classifyEach(List<?> rows, Function<Class<?>, Function<Object, Classification>> bound) {
        List<Classification> answers = new ArrayList<>(rows.size());
        for (int from = 0; from < rows.size(); from += MAX_ROWS) {
            double[] some = answers(rows, from);
            for (int place = 0; place * binding.width() < some.length; place++) {
                answers.add(classification(some, place));
            }
        }
        return Collections.unmodifiableList(answers);
    }

    private double[] answers(List<?> rows, int from) {
        List<?> some = rows.subList(from, Math.min(rows.size(), from + MAX_ROWS));
        List<OnnxRows<Object>> used = new ArrayList<>();
        List<Object> arrays = new ArrayList<>();
        Batch.run(some, from, type -> {
            OnnxRows<Object> reader = reader(type);
            if (used.isEmpty()) {
                used.add(reader);
                arrays.addAll(reader.arrays(some.size()));
            }
            return (row, index) -> reader.put(row, index, arrays);
        });
        return run(used.get(0), arrays, some.size());
    }

    private double[] run(OnnxRows<Object> reader, List<Object> arrays, int rows) {
        double[] numbers = session.run(reader.feeds(arrays, rows), List.of(binding.output()))
                .numbers(binding.output());
        if (numbers.length != rows * binding.width()) {
            throw new InvalidException("output '%s' has %d numbers for %d rows, expected %d"
                    .formatted(binding.output(), numbers.length, rows, rows * binding.width()));
        }
        return numbers;
    }

    /** The label with the highest score, and the scores in the signature's order. */
    private Classification classification(double[] numbers, int place) {
        double[] scores = Arrays.copyOfRange(numbers, place * binding.width(), (place + 1) * binding.width());
        if (scores.length == 1) {
            scores = new double[] {1 - scores[0], scores[0]};
        }
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        Map<String, Double> byLabel = new LinkedHashMap<>();
        for (String label : output.labels()) {
            byLabel.put(label, scores[binding.labels().indexOf(label)]);
        }
        return new Classification(binding.labels().get(best), byLabel);
    }

    @SuppressWarnings("unchecked") // readers of a class read rows of that class
    private OnnxRows<Object> reader(Class<?> type) {
        return (OnnxRows<Object>) readers.computeIfAbsent(
                type,
                wanted -> wanted == Map.class
                        ? new OnnxRows<>(binding.inputs(), Accessors.ofMaps(), entries::check)
                        : new OnnxRows<>(binding.inputs(), Accessors.of(wanted.asSubclass(Record.class)), row -> {}));
    }

    @Override
    public Function<Object, List<String>> unseen(Class<?> type) {
        return row -> List.of();
    }

    @Override
    public Map<String, byte[]> files() {
        return Map.of(ModelFiles.GRAPH, graph);
    }

    @Override
    public Manifest manifest(Signature signature, Provenance provenance) {
        return new Manifest(signature, provenance, binding, Manifest.stamps(files()));
    }

    @Override
    public String contentHash(Signature signature) {
        return ModelFiles.contentHash(2, signature, ManifestJson.write(binding).toString(), graph);
    }

    @Override
    public byte[] toOnnx(Model model, boolean frames) {
        throw new InvalidException("the model %s is an ONNX graph already: save it, and take %s"
                .formatted(model.signature(), ModelFiles.GRAPH));
    }
}
