package dev.mlops.model.internal;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mlops.InvalidException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.common.tree.protos.TreeNodeProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.regression.protos.DimensionTupleProto;
import org.tribuo.regression.protos.RegressorProto;
import org.tribuo.regression.rtree.protos.IndependentRegressionTreeModelProto;
import org.tribuo.regression.rtree.protos.TreeNodeListProto;
import org.tribuo.regression.sgd.protos.RegressionLinearSGDProto;

/** Compiles linear models, CART, forests, boosted trees and weighted averages of them, of one number each. */
final class RegressionCompiler extends Compiler<Kernel> {
    private static final String AVERAGE = "org.tribuo.regression.ensemble.AveragingCombiner";
    private static final String LINEAR = "org.tribuo.regression.sgd.linear.LinearSGDModel";

    RegressionCompiler(List<String> columns) {
        super(columns);
    }

    @Override
    Optional<Kernel> single(String className, Any content) throws InvalidProtocolBufferException {
        if (className.equals(LINEAR)) {
            return linear(Messages.unpack(content, RegressionLinearSGDProto.getDefaultInstance()));
        }
        if (content.is(TreeModelProto.class)) {
            TreeModelProto tree = content.unpack(TreeModelProto.class);
            return tree(tree.getMetadata(), tree.getNodesList());
        }
        if (content.is(IndependentRegressionTreeModelProto.class)) {
            IndependentRegressionTreeModelProto trees = content.unpack(IndependentRegressionTreeModelProto.class);
            Map<String, TreeNodeListProto> byDimension = trees.getNodesMap();
            return byDimension.size() == 1
                    ? tree(
                            trees.getMetadata(),
                            byDimension.values().iterator().next().getNodesList())
                    : Optional.empty();
        }
        return content.getTypeUrl().endsWith("/" + ProtoTypes.XGBOOST) ? boosted(content.getValue()) : Optional.empty();
    }

    @Override
    Optional<Kernel> combine(String combiner, List<Kernel> members, float[] weights) {
        return combiner.equals(AVERAGE) ? Optional.of(new AverageKernel(members, weights)) : Optional.empty();
    }

    private Optional<Kernel> linear(RegressionLinearSGDProto linear) throws InvalidProtocolBufferException {
        Optional<int[]> columnOf = columnOf(linear.getMetadata());
        return columnOf.isEmpty()
                ? Optional.empty()
                : Optional.of(LinearWeights.read(linear.getParams(), columnOf.get(), columns(), 1)[0]);
    }

    private Optional<Kernel> tree(ModelDataProto metadata, List<TreeNodeProto> nodes)
            throws InvalidProtocolBufferException {
        Optional<int[]> columnOf = columnOf(metadata);
        if (columnOf.isEmpty()) {
            return Optional.empty();
        }
        TreeBuilder builder = new TreeBuilder(nodes, columnOf.get());
        double[] values = new double[builder.leaves().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(builder.leaves().get(i));
        }
        return Optional.of(new TreeKernel(builder.tree(), values));
    }

    private static double value(LeafNodeProto leaf) throws InvalidProtocolBufferException {
        Any output = leaf.getOutput().getSerializedData();
        if (output.is(DimensionTupleProto.class)) {
            return output.unpack(DimensionTupleProto.class).getValue();
        }
        RegressorProto regressor = output.unpack(RegressorProto.class);
        if (regressor.getValueCount() != 1) {
            throw new InvalidException("a leaf has %d values, expected 1".formatted(regressor.getValueCount()));
        }
        return regressor.getValue(0);
    }

    private Optional<Kernel> boosted(ByteString bytes) throws InvalidProtocolBufferException {
        Descriptor type = ProtoTypes.get(ProtoTypes.XGBOOST);
        DynamicMessage message = DynamicMessage.parseFrom(type, bytes);
        ByteString metadata = ((DynamicMessage) message.getField(type.findFieldByName("metadata"))).toByteString();
        List<?> boosters = (List<?>) message.getField(type.findFieldByName("models"));
        Optional<int[]> columnOf = columnOf(ModelDataProto.parseFrom(metadata));
        if (columnOf.isEmpty() || boosters.size() != 1) {
            return Optional.empty();
        }
        return BoosterReader.read(((ByteString) boosters.get(0)).toByteArray(), columnOf.get());
    }
}
