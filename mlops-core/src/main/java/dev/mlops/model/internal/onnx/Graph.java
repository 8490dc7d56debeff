package dev.mlops.model.internal.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ONNX graph in the making. A node that does what another does already is that other, and so is a constant: whoever
 * builds a part of the graph need not know what other parts have computed. Equal calls give equal bytes. Not thread-safe.
 */
public final class Graph {
    /** The operators of neural networks and tables. */
    public static final int OPSET = 18;

    /** The operators of classical machine learning. */
    public static final int ML_OPSET = 3;

    private static final int IR_VERSION = 8;
    private static final String ML = "ai.onnx.ml";
    private static final Set<String> ML_OPERATORS = Set.of("LabelEncoder", "TreeEnsembleRegressor");

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("mlops");
    private final Map<NodeProto, String> nodes = new HashMap<>();
    private final Map<TensorProto, String> constants = new HashMap<>();
    private final Set<String> taken;
    private int next;

    /** An empty graph, whose inner tensors have none of these names. */
    public Graph(Set<String> reserved) {
        this.taken = new HashSet<>(reserved);
    }

    /**
     * Declares an input.
     *
     * @param width the second dimension; 0 for a vector
     */
    public void input(String name, TensorType type, int width) {
        graph.addInput(value(name, type, width));
    }

    /** A constant. */
    public String constant(TensorProto tensor) {
        return constants.computeIfAbsent(tensor, fresh -> {
            String name = name("constant");
            graph.addInitializer(fresh.toBuilder().setName(name));
            return name;
        });
    }

    /** A number without dimensions. */
    public String constant(double value) {
        return constant(Tensors.of(new double[] {value}));
    }

    /** A whole number without dimensions. */
    public String constant(long value) {
        return constant(Tensors.of(new long[] {value}));
    }

    /** What an operator without attributes makes of these tensors. */
    public String node(String operator, String... inputs) {
        return node(operator, new Attributes(), inputs);
    }

    /** What an operator makes of these tensors. */
    public String node(String operator, Attributes attributes, String... inputs) {
        NodeProto node = NodeProto.newBuilder()
                .setOpType(operator)
                .setDomain(ML_OPERATORS.contains(operator) ? ML : "")
                .addAllInput(List.of(inputs))
                .addAllAttribute(attributes.list())
                .build();
        return nodes.computeIfAbsent(node, fresh -> {
            String name = name("tensor");
            graph.addNode(fresh.toBuilder().addOutput(name));
            return name;
        });
    }

    /** The tensor as another type. */
    public String cast(String tensor, TensorType type) {
        return node("Cast", new Attributes().with("to", type.onnx()), tensor);
    }

    /** The bits of whole numbers as unsigned ones. */
    public String unsigned(String tensor) {
        return node("Cast", new Attributes().with("to", TensorProto.DataType.UINT64_VALUE), tensor);
    }

    /** The tensor in this shape, in which -1 stands for the number of rows. */
    public String reshape(String tensor, long... shape) {
        return node("Reshape", tensor, constant(Tensors.of(shape, shape.length)));
    }

    /** The sum along a dimension, which is kept or goes. */
    public String sum(String tensor, int axis, boolean keep) {
        String axes = constant(Tensors.of(new long[] {axis}, 1));
        return node("ReduceSum", new Attributes().with("keepdims", keep ? 1 : 0), tensor, axes);
    }

    /** The sum of tensors of one type, which are broadcast. */
    public String sum(List<String> tensors) {
        return tensors.size() == 1 ? tensors.get(0) : node("Sum", tensors.toArray(new String[0]));
    }

    /** The tensors side by side along the second dimension. */
    public String concat(List<String> tensors) {
        return tensors.size() == 1
                ? tensors.get(0)
                : node("Concat", new Attributes().with("axis", 1), tensors.toArray(new String[0]));
    }

    /**
     * Makes a tensor an output.
     *
     * @param width the second dimension; 0 for a vector
     */
    public void output(String tensor, String name, TensorType type, int width) {
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(tensor).addOutput(name));
        graph.addOutput(value(name, type, width));
    }

    /** The whole as the content of a file. */
    public byte[] toBytes(String version, Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("mlops")
                .setProducerVersion(version)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(ML).setVersion(ML_OPSET))
                .setGraph(graph);
        metadata.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> model.addMetadataProps(StringStringEntryProto.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())));
        return model.build().toByteArray();
    }

    private String name(String kind) {
        String name;
        do {
            name = kind + next++;
        } while (!taken.add(name));
        return name;
    }

    private static ValueInfoProto value(String name, TensorType type, int width) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        if (width > 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.onnx())
                                .setShape(shape)))
                .build();
    }
}
