package dev.mlops.model.internal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mlops.InvalidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;

/**
 * Turns a serialised Tribuo model into a kernel, where we know how, from its protobuf alone: Tribuo's class isn't
 * instantiated, and XGBoost need not be there.
 *
 * @param <K> the kind of kernel
 */
abstract class Compiler<K> {
    /** How deep ensembles may nest. */
    private static final int MAX_DEPTH = 16;

    private final FeatureColumns features;
    private final int columns;

    Compiler(List<String> columns) {
        this.features = new FeatureColumns(columns);
        this.columns = columns.size();
    }

    /**
     * The model's kernel; empty where the model, or a member of an ensemble, is of a kind that we leave to Tribuo.
     *
     * @throws InvalidException if the model's content contradicts itself or the columns
     */
    final Optional<K> compile(ModelProto model) {
        try {
            return compile(model, 0);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidException(
                    "'%s' holds another message than it should: %s".formatted(model.getClassName(), e.getMessage()), e);
        }
    }

    private Optional<K> compile(ModelProto model, int depth) throws InvalidProtocolBufferException {
        Any content = model.getSerializedData();
        if (!content.is(WeightedEnsembleModelProto.class)) {
            return single(model.getClassName(), content);
        }
        WeightedEnsembleModelProto ensemble = content.unpack(WeightedEnsembleModelProto.class);
        if (depth == MAX_DEPTH || ensemble.getModelsCount() != ensemble.getWeightsCount()) {
            throw new InvalidException(
                    "an ensemble has %d models with %d weights at depth %d, expected as many, up to depth %d"
                            .formatted(ensemble.getModelsCount(), ensemble.getWeightsCount(), depth, MAX_DEPTH));
        }
        List<K> members = new ArrayList<>();
        for (ModelProto member : ensemble.getModelsList()) {
            Optional<K> kernel = compile(member, depth + 1);
            if (kernel.isEmpty()) {
                return kernel;
            }
            members.add(kernel.get());
        }
        float[] weights = new float[members.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = ensemble.getWeights(i);
        }
        return combine(ensemble.getCombiner().getClassName(), members, weights);
    }

    /** The kernel of a model that isn't an ensemble. */
    abstract Optional<K> single(String className, Any content) throws InvalidProtocolBufferException;

    /** The kernel of an ensemble. */
    abstract Optional<K> combine(String combiner, List<K> members, float[] weights);

    /** The column of each feature of a model; empty for a hashed domain. */
    final Optional<int[]> columnOf(ModelDataProto metadata) throws InvalidProtocolBufferException {
        return features.of(metadata.getFeatureDomain());
    }

    /** How many columns the vectoriser has. */
    final int columns() {
        return columns;
    }
}
