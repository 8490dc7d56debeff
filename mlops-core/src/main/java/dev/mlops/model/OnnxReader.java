package dev.mlops.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.Schema;
import dev.mlops.model.internal.onnx.GraphCheck;
import dev.mlops.model.internal.onnx.OnnxLibrary;
import dev.mlops.model.internal.onnx.OnnxSession;
import dev.mlops.model.internal.onnx.Port;
import dev.mlops.model.internal.onnx.TensorType;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a model of a graph of somebody else's. */
final class OnnxReader {
    private final OnnxGraphs.Source source;
    private final ModelProto proto;
    private final List<Port> inputs;
    private final List<Port> outputs;

    /** Checks and opens the graph. */
    OnnxReader(OnnxGraphs.Source source) {
        int limit = ModelFiles.limit(ModelFiles.GRAPH);
        if (source.graph().length > limit) {
            throw new InvalidException(
                    "the graph has %d bytes, it may have %d".formatted(source.graph().length, limit));
        }
        this.source = source;
        this.proto = GraphCheck.parse(source.graph());
        OnnxSession session = OnnxLibrary.open(source.graph());
        this.inputs = session.inputs();
        this.outputs = session.outputs();
    }

    Model regression(String target) {
        Signature.Output output = new Signature.Output(Signature.Kind.REGRESSION, target, List.of());
        Port port = output(found -> found.width() == 1 || found.width() < 0, "a number a row");
        return model(output, new OnnxBinding(bound(), port.name(), List.of(), 1));
    }

    Model classification(String target, List<String> labels) {
        List<String> known = labels.isEmpty()
                ? exported().map(signature -> signature.output().labels()).orElse(labels)
                : labels;
        Port port = output(found -> found.width() != 1 || found.shape().length == 2, "the scores of labels");
        int width = port.width() < 0 ? known.size() : port.width();
        Signature.Output output = new Signature.Output(
                Signature.Kind.CLASSIFICATION, target, known.stream().sorted().toList());
        return model(output, new OnnxBinding(bound(), port.name(), known, width));
    }

    private Model model(Signature.Output output, OnnxBinding binding) {
        List<Field> fields = binding.inputs().stream()
                .flatMap(input -> input.fields().stream())
                .toList();
        requireKnown(source.nullable(), fields);
        Signature signature = new Signature(new Schema(fields), output);
        if (signature.inputs().find(output.name()).isPresent()) {
            throw new IllegalArgumentException("the target '%s' is among the fields that the graph reads, %s"
                    .formatted(output.name(), fields.stream().map(Field::name).toList()));
        }
        return new Model(signature, provenance(), new OnnxPredictor(signature, binding, source.graph()));
    }

    private static void requireKnown(Set<String> nullable, List<Field> fields) {
        Set<String> names = fields.stream().map(Field::name).collect(Collectors.toSet());
        Set<String> unknown = new HashSet<>(nullable);
        unknown.removeAll(names);
        if (names.size() < fields.size() || !unknown.isEmpty()) {
            throw new InvalidException(
                    "the graph's fields are %s: they must differ, and nullable ones be among them, not %s"
                            .formatted(fields.stream().map(Field::name).toList(), unknown));
        }
    }

    /** The output that was named, or the only one of numbers that fits. */
    private Port output(Predicate<Port> fits, String what) {
        List<Port> found = outputs.stream()
                .filter(port -> source.output() == null
                        ? port.type() == TensorType.DOUBLE || port.type() == TensorType.FLOAT
                        : port.name().equals(source.output()))
                .filter(fits)
                .toList();
        if (found.size() != 1) {
            throw new InvalidException(
                    "the graph has the outputs %s, %s with %s: name one that is a tensor with output()"
                            .formatted(outputs, found.isEmpty() ? "none" : "several", what));
        }
        return found.get(0);
    }

    private List<OnnxInput> bound() {
        inputs.stream().filter(port -> !port.isTable()).findFirst().ifPresent(port -> {
            throw new InvalidException(
                    "input %s can't be fed: it must be a vector or a matrix of numbers, booleans or texts with a row for each prediction"
                            .formatted(port));
        });
        if (source.columns().isEmpty()) {
            return inputs.stream().map(this::single).toList();
        }
        if (inputs.size() != 1) {
            throw new InvalidException(
                    "the graph has the inputs %s: columns are named only where it has one".formatted(inputs));
        }
        Port port = inputs.get(0);
        if (port.width() >= 0 && port.width() != source.columns().size()) {
            throw new InvalidException("input %s takes %d columns, %d are named"
                    .formatted(port, port.width(), source.columns().size()));
        }
        List<Field> fields =
                source.columns().stream().map(name -> field(name, type(port))).toList();
        return List.of(new OnnxInput(port.name(), type(port), fields, port.shape().length == 1 ? 0 : fields.size()));
    }

    /** An input that is one field. */
    private OnnxInput single(Port port) {
        if (port.width() != 1 && port.width() != -1) {
            throw new InvalidException(
                    "input %s takes %d columns: name them with columns()".formatted(port, port.width()));
        }
        Field field = exported()
                .flatMap(signature -> signature.inputs().find(port.name()))
                .filter(declared -> TensorType.of(declared) == port.type())
                .orElseGet(() -> field(port.name(), type(port)));
        return new OnnxInput(port.name(), type(port), List.of(field), port.shape().length == 1 ? 0 : 1);
    }

    private Field field(String name, TensorType type) {
        boolean nullable = source.nullable().contains(name);
        if (nullable && type != TensorType.FLOAT && type != TensorType.DOUBLE) {
            throw new InvalidException(
                    "field '%s' can't be nullable: only of float and double, NaN stands for a missing value"
                            .formatted(name));
        }
        return new Field(name, type.field(), nullable);
    }

    private static TensorType type(Port port) {
        if (port.type() == null) {
            throw new InvalidException("input %s is of a type that can't be fed".formatted(port));
        }
        return port.type();
    }

    /** The signature that our own export leaves in a graph. */
    private Optional<Signature> exported() {
        return proto.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(OnnxWriter.SIGNATURE))
                .map(StringStringEntryProto::getValue)
                .map(ManifestJson::signature)
                .findFirst();
    }

    private Provenance provenance() {
        TreeMap<String, String> configuration = new TreeMap<>();
        configuration.put("producer", proto.getProducerName());
        configuration.put("producer-version", proto.getProducerVersion());
        configuration.put("ir-version", String.valueOf(proto.getIrVersion()));
        configuration.put("sha256", Hashes.sha256(source.graph()));
        for (OperatorSetIdProto opset : proto.getOpsetImportList()) {
            String domain = opset.getDomain().isEmpty() ? "ai.onnx" : opset.getDomain();
            configuration.put("opset." + domain, String.valueOf(opset.getVersion()));
        }
        String producer = Stream.of(proto.getProducerName(), "onnx")
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElseThrow();
        return new Provenance(
                producer,
                configuration,
                new TreeMap<>(),
                new Provenance.Data("not recorded", "", 0),
                Provenance.Software.present(""),
                source.clock().instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
