package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.Attributes;
import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.model.internal.onnx.TensorType;
import dev.mlops.model.internal.onnx.Tensors;
import java.util.List;

/** {@link KeyReader} as a part of a graph: what a level is read from, whether it is missing, and its hash. */
final class OnnxKeys {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FIRST_MIX = 0xBF58476D1CE4E5B9L;
    private static final long SECOND_MIX = 0x94D049BB133111EBL;

    private final Graph graph;
    private final OnnxInputs inputs;
    private final OnnxNumbers numbers;

    OnnxKeys(Graph graph, OnnxInputs inputs, OnnxNumbers numbers) {
        this.graph = graph;
        this.inputs = inputs;
        this.numbers = numbers;
    }

    /** A part of a level; {@code edges} are those of a bucket. */
    OnnxInputs.Part part(Key key, double[] edges) {
        String column = key.column();
        if (key instanceof Key.Bucket bucket) {
            return new OnnxInputs.Part(bucket(bucket, edges), false, true);
        }
        if (key instanceof Key.Hour hour) {
            return time(column, graph.node("Div", inputs.secondOfDay(column), graph.constant(3_600L * hour.hours())));
        }
        if (key instanceof Key.Weekday) {
            return time(column, inputs.weekday(column));
        }
        if (key instanceof Key.Weekend) {
            String weekend = graph.node("Greater", inputs.weekday(column), graph.constant(5L));
            return time(column, graph.cast(weekend, TensorType.INT64));
        }
        return inputs.part(column);
    }

    private OnnxInputs.Part time(String column, String part) {
        return new OnnxInputs.Part(inputs.ofTime(column, part), false, true);
    }

    private String bucket(Key.Bucket bucket, double[] edges) {
        String value = numbers.value(bucket.source());
        String reached = graph.node("GreaterOrEqual", value, graph.constant(Tensors.of(edges, 1, edges.length)));
        String interval = graph.sum(graph.cast(reached, TensorType.INT64), 1, false);
        String missing = graph.reshape(graph.node("IsNaN", value), -1);
        return graph.node("Where", missing, graph.constant(KeyReader.MISSING), interval);
    }

    /** Whether one of the parts is missing, for each row [N]. */
    String missing(List<OnnxInputs.Part> parts) {
        return parts.stream()
                .map(this::missing)
                .reduce((one, other) -> graph.node("Or", one, other))
                .orElseThrow();
    }

    private String missing(OnnxInputs.Part part) {
        if (!part.isText()) {
            return graph.node("Equal", part.tensor(), graph.constant(KeyReader.MISSING));
        }
        Attributes empty = new Attributes()
                .with("keys_strings", List.of("").stream())
                .with("values_int64s", new long[] {part.missable() ? 1 : 0})
                .with("default_int64", 0);
        return graph.node("Greater", graph.node("LabelEncoder", empty, part.tensor()), graph.constant(0L));
    }

    /**
     * The bucket [N] that the parts' hash falls into, as {@link Encoder.Hashed} computes it.
     *
     * @throws InvalidException if a part is a text: no operator computes the hash of one
     */
    String hash(CategoryFeature feature, List<OnnxInputs.Part> parts) {
        String hash = graph.constant(0L);
        for (OnnxInputs.Part part : parts) {
            if (part.isText()) {
                throw new InvalidException(
                        "feature %s hashes a text, for which ONNX has no operator: whole numbers, date-times and buckets can be hashed, and texts be levels"
                                .formatted(feature.name()));
            }
            hash = mix(graph.node("Add", hash, part.tensor()));
        }
        return shifted(hash, Long.SIZE - feature.hashBits());
    }

    private String mix(String hash) {
        String z = graph.node("Add", hash, graph.constant(GOLDEN));
        z = graph.node("Mul", xor(z, 30), graph.constant(FIRST_MIX));
        z = graph.node("Mul", xor(z, 27), graph.constant(SECOND_MIX));
        return xor(z, 31);
    }

    private String xor(String hash, int bits) {
        return graph.node("BitwiseXor", hash, shifted(hash, bits));
    }

    /** Shifted to the right without a sign, which ONNX does with unsigned numbers only. */
    private String shifted(String hash, int bits) {
        String unsigned = graph.unsigned(hash);
        String places = graph.unsigned(graph.constant((long) bits));
        String shifted = graph.node("BitShift", new Attributes().with("direction", "RIGHT"), unsigned, places);
        return graph.cast(shifted, TensorType.INT64);
    }
}
