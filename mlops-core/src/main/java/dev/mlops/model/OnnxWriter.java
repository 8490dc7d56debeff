package dev.mlops.model;

import dev.mlops.model.internal.LabelEstimator;
import dev.mlops.model.internal.NumberEstimator;
import dev.mlops.model.internal.OnnxLabel;
import dev.mlops.model.internal.onnx.Attributes;
import dev.mlops.model.internal.onnx.Columns;
import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.model.internal.onnx.TensorType;
import dev.mlops.model.internal.onnx.Tensors;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes a compiled model as an ONNX file. */
final class OnnxWriter {
    private static final Map<String, String> RULES = Map.of(
            "mlops.inputs",
            "one tensor [N,1] a field; of a date-time the seconds since 1970-01-01T00:00 of its local time, without a zone",
            "mlops.missing",
            "NaN of float and double, -9223372036854775808 of int64, an empty string; of nullable fields only",
            "mlops.refused",
            "a row that the model refuses is answered by NaN");

    private final Model model;
    private final Vectorizer vectorizer;
    private final Signature.Output output;
    private final Graph graph;
    private final int inputWidth;

    OnnxWriter(Model model, Vectorizer vectorizer, int inputWidth) {
        this.inputWidth = inputWidth;
        this.model = model;
        this.vectorizer = vectorizer;
        this.output = model.signature().output();
        Set<String> names = new HashSet<>(Set.of(output.name(), scores(output.name())));
        model.signature().inputs().fields().forEach(field -> names.add(field.name()));
        this.graph = new Graph(names);
    }

    /** The name of a classifier's scores. */
    static String scores(String target) {
        return target + "_scores";
    }

    byte[] write(NumberEstimator estimator) {
        Columns columns = vectorizer.columns(graph, inputWidth);
        graph.output(estimator.export(graph, columns), output.name(), TensorType.DOUBLE, 1);
        return bytes();
    }

    byte[] write(LabelEstimator estimator) {
        Columns columns = vectorizer.columns(graph, inputWidth);
        OnnxLabel.Answer answer = estimator.export(graph, columns);
        List<String> byId = estimator.labels();
        String label = graph.node("Gather", graph.constant(Tensors.of(byId)), answer.label());
        graph.output(label, output.name(), TensorType.STRING, 0);
        long[] order = output.labels().stream().mapToLong(byId::indexOf).toArray();
        String scores = graph.node(
                "Gather",
                new Attributes().with("axis", 1),
                answer.scores(),
                graph.constant(Tensors.of(order, order.length)));
        graph.output(scores, scores(output.name()), TensorType.DOUBLE, order.length);
        return bytes();
    }

    private byte[] bytes() {
        TreeMap<String, String> metadata = new TreeMap<>(RULES);
        metadata.put("mlops.signature", ManifestJson.write(model.signature()).toString());
        metadata.put("mlops.content", model.contentHash());
        return graph.toBytes(model.provenance().software().library(), metadata);
    }
}
