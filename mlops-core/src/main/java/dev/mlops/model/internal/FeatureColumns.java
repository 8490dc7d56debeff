package dev.mlops.model.internal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mlops.InvalidException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tribuo.protos.core.CategoricalIDInfoProto;
import org.tribuo.protos.core.FeatureDomainProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.VariableInfoProto;

/** Which column each feature of an estimator is. */
final class FeatureColumns {
    private static final String REAL = "/" + RealIDInfoProto.getDescriptor().getFullName();
    private static final String CATEGORICAL =
            "/" + CategoricalIDInfoProto.getDescriptor().getFullName();

    private final Map<String, Integer> columns = new HashMap<>();

    FeatureColumns(List<String> columns) {
        for (int i = 0; i < columns.size(); i++) {
            this.columns.put(columns.get(i), i);
        }
    }

    /**
     * The column of each feature id; empty where the estimator doesn't keep the features' names (it hashes them) or
     * knows a part of the columns only.
     *
     * @throws InvalidException if a feature is no column, or the ids aren't 0 to n - 1
     */
    Optional<int[]> of(FeatureDomainProto domain) throws InvalidProtocolBufferException {
        if (!domain.getSerializedData().is(ImmutableFeatureMapProto.class)) {
            return Optional.empty();
        }
        List<VariableInfoProto> infos = domain.getSerializedData()
                .unpack(ImmutableFeatureMapProto.class)
                .getInfoList();
        if (infos.size() != columns.size()) {
            return Optional.empty();
        }
        int[] columnOf = new int[infos.size()];
        Arrays.fill(columnOf, -1);
        for (VariableInfoProto info : infos) {
            Any data = info.getSerializedData();
            if (data.getTypeUrl().endsWith(REAL)) { // unpacking by class takes a reflective call for each feature
                RealIDInfoProto real = RealIDInfoProto.parseFrom(data.getValue());
                place(real.getName(), real.getId(), columnOf);
            } else if (data.getTypeUrl().endsWith(CATEGORICAL)) {
                CategoricalIDInfoProto categorical = CategoricalIDInfoProto.parseFrom(data.getValue());
                place(categorical.getName(), categorical.getId(), columnOf);
            } else {
                throw new InvalidException("a feature of the estimator is described by the unknown type '%s'"
                        .formatted(data.getTypeUrl()));
            }
        }
        return Optional.of(columnOf);
    }

    private void place(String feature, int id, int[] columnOf) {
        Integer column = columns.get(feature);
        if (column == null) {
            throw new InvalidException("the estimator's feature '%s' is none of the vectoriser's %d columns"
                    .formatted(feature, columns.size()));
        }
        if (id < 0 || id >= columnOf.length || columnOf[id] >= 0) {
            throw new InvalidException("the estimator's feature '%s' has id %d, expected each id below %d once"
                    .formatted(feature, id, columnOf.length));
        }
        columnOf[id] = column;
    }
}
