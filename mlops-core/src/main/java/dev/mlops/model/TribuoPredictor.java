package dev.mlops.model;

import dev.mlops.model.internal.LabelEstimator;
import dev.mlops.model.internal.NumberEstimator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A vectoriser and Tribuo's estimator, compiled where we know its kind. */
final class TribuoPredictor implements Predictor {
    private final Signature.Output output;
    private final Vectorizer vectorizer;
    private final Estimator estimator;
    private final @Nullable NumberEstimator numbers;
    private final @Nullable LabelEstimator labels;

    TribuoPredictor(Signature signature, Vectorizer vectorizer, Estimator estimator) {
        this.output = signature.output();
        this.vectorizer = vectorizer;
        this.estimator = estimator;
        boolean regression = output.kind() == Signature.Kind.REGRESSION;
        this.numbers =
                regression ? NumberEstimator.of(estimator.proto(), vectorizer.columns(), estimator::model) : null;
        this.labels = regression
                ? null
                : LabelEstimator.of(estimator.proto(), vectorizer.columns(), output.labels(), estimator::model);
    }

    @Override
    public Vectorizer vectorizer() {
        return vectorizer;
    }

    @Override
    public org.tribuo.Model<?> estimator() {
        return estimator.model();
    }

    @Override
    public Map<String, Coefficients> coefficients() {
        Map<String, Coefficients> coefficients = new LinkedHashMap<>();
        if (numbers != null && numbers.linear() != null) {
            coefficients.put(output.name(), Coefficients.of(numbers.linear(), vectorizer.columns()));
        }
        if (labels != null && !labels.linear().isEmpty()) {
            for (String label : output.labels()) {
                int id = labels.labels().indexOf(label);
                coefficients.put(label, Coefficients.of(labels.linear().get(id), vectorizer.columns()));
            }
        }
        return Collections.unmodifiableMap(coefficients);
    }

    @Override
    public boolean isCompiled() {
        return numbers != null ? numbers.isCompiled() : labels != null && labels.isCompiled();
    }

    @Override
    @SuppressWarnings("unchecked") // an encoder for a class takes rows of that class
    public ToDoubleFunction<Object> numbers(Class<?> type) {
        NumberEstimator regression = requireNumbers();
        ToDoubleFunction<Object> fresh = (ToDoubleFunction<Object>) Answers.numbers(encoder(type), regression);
        return type == Map.class ? row -> fresh.applyAsDouble(complete(row)) : fresh;
    }

    @Override
    @SuppressWarnings("unchecked") // an encoder for a class takes rows of that class
    public Function<Object, Classification> labels(Class<?> type) {
        LabelEstimator classifier = requireLabels();
        Function<Object, Classification> fresh =
                (Function<Object, Classification>) Answers.labels(encoder(type), classifier, output.labels());
        return type == Map.class ? row -> fresh.apply(complete(row)) : fresh;
    }

    @Override
    public double[] predictEach(List<?> rows, Function<Class<?>, ToDoubleFunction<Object>> bound) {
        double[] predictions = new double[rows.size()];
        Batch.run(rows, 0, type -> {
            ToDoubleFunction<Object> numbersOf = bound.apply(type);
            return (row, index) -> predictions[index] = numbersOf.applyAsDouble(row);
        });
        return predictions;
    }

    @Override
    public List<Classification> classifyEach(List<?> rows, Function<Class<?>, Function<Object, Classification>> bound) {
        List<Classification> answers = new ArrayList<>(rows.size());
        Batch.run(rows, 0, type -> {
            Function<Object, Classification> labelsOf = bound.apply(type);
            return (row, index) -> answers.add(labelsOf.apply(row));
        });
        return Collections.unmodifiableList(answers);
    }

    @Override
    @SuppressWarnings("unchecked") // an encoder for a class takes rows of that class
    public Function<Object, List<String>> unseen(Class<?> type) {
        return ((RowEncoder<Object>) vectorizer.observer(accessors(type)))::unseen;
    }

    @Override
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ModelFiles.ESTIMATOR, estimator.bytes());
        files.put(ModelFiles.VECTORIZER, vectorizer.toJson().getBytes(StandardCharsets.UTF_8));
        return files;
    }

    @Override
    public Manifest manifest(Signature signature, Provenance provenance) {
        return new Manifest(signature, provenance, null, Manifest.stamps(files()));
    }

    @Override
    public String contentHash(Signature signature) {
        return ModelFiles.contentHash(1, signature, vectorizer.contentHash(), estimator.bytes());
    }

    @Override
    public byte[] toOnnx(Model model, boolean frames) {
        OnnxWriter writer = new OnnxWriter(model, vectorizer, frames);
        return numbers != null ? writer.write(numbers) : writer.write(requireLabels());
    }

    private NumberEstimator requireNumbers() {
        if (numbers == null) {
            throw new IllegalStateException("'%s' is a label".formatted(output.name()));
        }
        return numbers;
    }

    private LabelEstimator requireLabels() {
        if (labels == null) {
            throw new IllegalStateException("'%s' is a number".formatted(output.name()));
        }
        return labels;
    }

    @SuppressWarnings("unchecked") // only maps from text come here
    private Object complete(Object row) {
        vectorizer.entries().check((Map<String, ?>) row);
        return row;
    }

    private RowEncoder<?> encoder(Class<?> type) {
        return vectorizer.encoder(accessors(type));
    }

    private static Accessors<?> accessors(Class<?> type) {
        return type == Map.class ? Accessors.ofMaps() : Accessors.of(type.asSubclass(Record.class));
    }
}
