package dev.mlops.model.internal.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mlops.InvalidException;
import java.util.Set;

/** Looks at the graph of a stranger before it reaches native code. */
public final class GraphCheck {
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

    private GraphCheck() {}

    /**
     * The model, if it stands alone: its tensors lie in it and not in files that it names, its operators are those of the
     * ONNX standard, and none runs as often as the graph itself says.
     *
     * @throws InvalidException if it isn't a model, or not such a one; the message names what is wrong
     */
    public static ModelProto parse(byte[] bytes) {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidException("it isn't an ONNX model: " + e.getMessage(), e);
        }
        if (!model.hasGraph() || model.getOpsetImportCount() == 0) {
            throw new InvalidException("it isn't an ONNX model: it has no graph or no operator set");
        }
        if (model.getFunctionsCount() > 0 || model.getTrainingInfoCount() > 0) {
            throw new InvalidException("it defines functions or training, only a graph of standard operators is read");
        }
        check(model.getGraph());
        return model;
    }

    private static void check(GraphProto graph) {
        graph.getInitializerList().forEach(GraphCheck::check);
        graph.getSparseInitializerList().forEach(GraphCheck::check);
        graph.getNodeList().forEach(GraphCheck::check);
    }

    private static void check(NodeProto node) {
        if (!DOMAINS.contains(node.getDomain())) {
            throw new InvalidException("operator '%s' is of domain '%s', only those of ONNX's own domains %s are run"
                    .formatted(
                            node.getOpType(),
                            node.getDomain(),
                            DOMAINS.stream().sorted().toList()));
        }
        if (node.getOpType().equals("Loop")) {
            throw new InvalidException("operator 'Loop' is used, which runs for as long as the graph says");
        }
        node.getAttributeList().forEach(GraphCheck::check);
    }

    private static void check(AttributeProto attribute) {
        if (attribute.hasT()) {
            check(attribute.getT());
        }
        if (attribute.hasSparseTensor()) {
            check(attribute.getSparseTensor());
        }
        if (attribute.hasG()) {
            check(attribute.getG());
        }
        attribute.getTensorsList().forEach(GraphCheck::check);
        attribute.getSparseTensorsList().forEach(GraphCheck::check);
        attribute.getGraphsList().forEach(GraphCheck::check);
    }

    private static void check(SparseTensorProto tensor) {
        check(tensor.getValues());
        check(tensor.getIndices());
    }

    private static void check(TensorProto tensor) {
        if (tensor.getExternalDataCount() > 0 || tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            throw new InvalidException(
                    "tensor '%s' lies in another file, only a file that holds all its tensors is read"
                            .formatted(tensor.getName()));
        }
    }
}
