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
    /** Where the metadata holds the signature. */
    static final String SIGNATURE = "mlops.signature";

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
    private final boolean frames;

    OnnxWriter(Model model, Vectorizer vectorizer, boolean frames) {
        this.frames = frames;
        this.model = model;
        this.vectorizer = vectorizer;
        this.output = model.signature().output();
        Set<String> names = new HashSet<>(Set.of(output.name(), scores(output.name())));
        for (int label = 0; label < output.labels().size(); label++) {
            names.add(score(output, label));
        }
        model.signature().inputs().fields().forEach(field -> names.add(field.name()));
        this.graph = new Graph(names);
    }

    /** The name of a classifier's scores. */
    static String scores(String target) {
        return target + "_scores";
    }

    /** The name of one label's scores where each has an output of its own. */
    static String score(Signature.Output output, int label) {
        return scores(output.name()) + "_" + output.labels().get(label);
    }

    byte[] write(NumberEstimator estimator) {
        Columns columns = columns();
        graph.output(estimator.export(graph, columns), output.name(), TensorType.DOUBLE, 1);
        return bytes();
    }

    byte[] write(LabelEstimator estimator) {
        Columns columns = columns();
        OnnxLabel.Answer answer = estimator.export(graph, columns);
        List<String> byId = estimator.labels();
        String label = graph.node("Gather", graph.constant(Tensors.of(byId)), answer.label());
        graph.output(label, output.name(), TensorType.STRING, 0);
        long[] order = output.labels().stream().mapToLong(byId::indexOf).toArray();
        if (frames) {
            for (int place = 0; place < order.length; place++) {
                String scores = column(answer.scores(), graph.constant(order[place]));
                graph.output(scores, score(output, place), TensorType.DOUBLE, 0);
            }
        } else {
            String scores = column(answer.scores(), graph.constant(Tensors.of(order, order.length)));
            graph.output(scores, scores(output.name()), TensorType.DOUBLE, order.length);
        }
        return bytes();
    }

    private String column(String scores, String place) {
        return graph.node("Gather", new Attributes().with("axis", 1), scores, place);
    }

    private Columns columns() {
        boolean vectors = frames && model.signature().inputs().fields().size() > 1;
        return vectorizer.columns(graph, vectors ? 0 : 1);
    }

    private byte[] bytes() {
        TreeMap<String, String> metadata = new TreeMap<>(RULES);
        metadata.put(SIGNATURE, ManifestJson.write(model.signature()).toString());
        metadata.put("mlops.content", model.contentHash());
        return graph.toBytes(model.provenance().software().library(), metadata);
    }
}
