package dev.mlops.model.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.mlops.InvalidException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tribuo.classification.protos.ImmutableLabelInfoProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.OutputDomainProto;

/** The labels of a serialised classifier in the order of its label ids, which decides between equal scores. */
final class LabelIds {
    /** Where every Tribuo model's message holds its {@link ModelDataProto}. */
    private static final int METADATA = 1;

    private LabelIds() {}

    /**
     * The labels by id.
     *
     * @throws InvalidException if the model has other labels than {@code expected}, or its ids aren't 0 to n - 1
     */
    static List<String> of(ModelProto model, List<String> expected) {
        try {
            List<String> labels = of(metadata(model).getOutputDomain());
            if (labels.size() != expected.size() || !new HashSet<>(labels).equals(new HashSet<>(expected))) {
                throw new InvalidException("the estimator has %d labels, other ones than the %d of the signature"
                        .formatted(labels.size(), expected.size()));
            }
            return labels;
        } catch (IOException e) {
            throw new InvalidException("'%s' has no labels: %s".formatted(model.getClassName(), e.getMessage()), e);
        }
    }

    /** The labels by id. */
    static List<String> of(OutputDomainProto domain) throws InvalidProtocolBufferException {
        ImmutableLabelInfoProto info = domain.getSerializedData().unpack(ImmutableLabelInfoProto.class);
        @Nullable String[] labels = new String[info.getLabelCount()];
        for (int i = 0; i < labels.length; i++) {
            int id = i < info.getIdCount() ? info.getId(i) : -1;
            if (id < 0 || id >= labels.length || labels[id] != null) {
                throw new InvalidException(
                        "a label has id %d, expected each id below %d once".formatted(id, labels.length));
            }
            labels[id] = info.getLabel(i);
        }
        return Arrays.asList(labels);
    }

    private static ModelDataProto metadata(ModelProto model) throws IOException {
        CodedInputStream in = model.getSerializedData().getValue().newCodedInput();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == METADATA
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                return ModelDataProto.parseFrom(in.readBytes());
            }
            in.skipField(tag);
        }
        return ModelDataProto.getDefaultInstance();
    }
}
