package dev.mlops.model.internal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mlops.InvalidException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.classification.sgd.protos.ClassificationLinearSGDProto;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.TreeModelProto;
import org.tribuo.math.util.ExpNormalizer;
import org.tribuo.math.util.NoopNormalizer;
import org.tribuo.math.util.SigmoidNormalizer;
import org.tribuo.math.util.VectorNormalizer;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.OutputProto;

/** Compiles linear classifiers, classification trees and votes of them. */
final class LabelCompiler extends Compiler<LabelKernel> {
    private static final String VOTE = "org.tribuo.classification.ensemble.VotingCombiner";
    private static final String LINEAR = "org.tribuo.classification.sgd.linear.LinearSGDModel";
    private static final Map<String, VectorNormalizer> NORMALIZERS = Map.of(
            ExpNormalizer.class.getName(), new ExpNormalizer(),
            NoopNormalizer.class.getName(), new NoopNormalizer(),
            SigmoidNormalizer.class.getName(), new SigmoidNormalizer());

    private final List<String> labels;

    /**
     * Compiles for these labels.
     *
     * @param labels the labels by id
     */
    LabelCompiler(List<String> columns, List<String> labels) {
        super(columns);
        this.labels = labels;
    }

    @Override
    Optional<LabelKernel> single(String className, Any content) throws InvalidProtocolBufferException {
        if (className.equals(LINEAR)) {
            return linear(Messages.unpack(content, ClassificationLinearSGDProto.getDefaultInstance()));
        }
        return content.is(TreeModelProto.class) ? tree(content.unpack(TreeModelProto.class)) : Optional.empty();
    }

    @Override
    Optional<LabelKernel> combine(String combiner, List<LabelKernel> members, float[] weights) {
        return combiner.equals(VOTE) ? Optional.of(new VoteLabels(members, weights)) : Optional.empty();
    }

    private Optional<LabelKernel> linear(ClassificationLinearSGDProto linear) throws InvalidProtocolBufferException {
        Optional<int[]> columnOf = columnOf(linear.getMetadata());
        VectorNormalizer normalizer = NORMALIZERS.get(linear.getNormalizer().getClassName());
        if (columnOf.isEmpty() || normalizer == null) {
            return Optional.empty();
        }
        requireSameIds(linear.getMetadata());
        LinearKernel[] byId = LinearWeights.read(linear.getParams(), columnOf.get(), columns(), labels.size());
        return Optional.of(new LinearLabels(byId, normalizer));
    }

    private void requireSameIds(ModelDataProto metadata) throws InvalidProtocolBufferException {
        if (!LabelIds.of(metadata.getOutputDomain()).equals(labels)) {
            throw new InvalidException("a member of an ensemble numbers its labels otherwise than the ensemble");
        }
    }

    private int id(String label) {
        int id = labels.indexOf(label);
        if (id < 0) {
            throw new InvalidException("the estimator's label '%s' is not in the signature".formatted(label));
        }
        return id;
    }

    private Optional<LabelKernel> tree(TreeModelProto model) throws InvalidProtocolBufferException {
        Optional<int[]> columnOf = columnOf(model.getMetadata());
        if (columnOf.isEmpty()) {
            return Optional.empty();
        }
        TreeBuilder builder = new TreeBuilder(model.getNodesList(), columnOf.get());
        int count = builder.leaves().size();
        int[] answers = new int[count];
        double[][] scores = new double[count][];
        for (int i = 0; i < count; i++) {
            LeafNodeProto leaf = builder.leaves().get(i);
            answers[i] = id(label(leaf.getOutput()).getLabel());
            scores[i] = scores(leaf);
        }
        return Optional.of(new TreeLabels(builder.tree(), answers, scores));
    }

    private double[] scores(LeafNodeProto leaf) throws InvalidProtocolBufferException {
        if (leaf.getScoreCount() != labels.size()) {
            throw new InvalidException(
                    "a leaf scores %d labels, the signature has %d".formatted(leaf.getScoreCount(), labels.size()));
        }
        double[] scores = new double[labels.size()];
        for (OutputProto score : leaf.getScoreMap().values()) {
            LabelProto label = label(score);
            scores[id(label.getLabel())] = label.getScore();
        }
        return scores;
    }

    private static LabelProto label(OutputProto output) throws InvalidProtocolBufferException {
        return output.getSerializedData().unpack(LabelProto.class);
    }
}
