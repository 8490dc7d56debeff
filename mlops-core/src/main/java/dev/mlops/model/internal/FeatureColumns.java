package dev.mlops.model.internal;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.mlops.InvalidException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tribuo.protos.core.CategoricalIDInfoProto;
import org.tribuo.protos.core.FeatureDomainProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.VariableInfoProto;

/**
 * Which column each feature of an estimator is. Read from protobuf's wire format, since of the many messages that describe
 * a feature only its name and number matter.
 */
final class FeatureColumns {
    private static final int INFO = tag(ImmutableFeatureMapProto.INFO_FIELD_NUMBER);
    private static final int DATA = tag(VariableInfoProto.SERIALIZED_DATA_FIELD_NUMBER);
    private static final int URL = tag(Any.TYPE_URL_FIELD_NUMBER);
    private static final int VALUE = tag(Any.VALUE_FIELD_NUMBER);
    private static final Fields REAL = new Fields(
            "/" + RealIDInfoProto.getDescriptor().getFullName(),
            RealIDInfoProto.NAME_FIELD_NUMBER,
            RealIDInfoProto.ID_FIELD_NUMBER);
    private static final Fields CATEGORICAL = new Fields(
            "/" + CategoricalIDInfoProto.getDescriptor().getFullName(),
            CategoricalIDInfoProto.NAME_FIELD_NUMBER,
            CategoricalIDInfoProto.ID_FIELD_NUMBER);

    private final List<String> columns;

    /** @param columns ascending and unique */
    FeatureColumns(List<String> columns) {
        this.columns = columns;
    }

    /** Where the messages of one type keep a feature's name and number. */
    private record Fields(String urlEnd, int name, int id) {}

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
        ByteString map = domain.getSerializedData().getValue();
        try {
            return count(map) == columns.size() ? Optional.of(new Reading().columns(map)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    private static int count(ByteString map) throws IOException {
        CodedInputStream in = Messages.input(map);
        int count = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            count += tag == INFO ? 1 : 0;
            in.skipField(tag);
        }
        return count;
    }

    private static int tag(int number) {
        return number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** Reads one map. */
    private final class Reading {
        private final int[] columnOf = new int[columns.size()];
        private ByteString url = ByteString.EMPTY;
        private Fields fields = REAL;

        int[] columns(ByteString map) throws IOException {
            Arrays.fill(columnOf, -1);
            CodedInputStream in = Messages.input(map);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag != INFO) {
                    in.skipField(tag);
                    continue;
                }
                int outer = in.pushLimit(in.readRawVarint32());
                info(in);
                in.popLimit(outer);
            }
            return columnOf;
        }

        private void info(CodedInputStream in) throws IOException {
            ByteString type = ByteString.EMPTY;
            ByteString value = ByteString.EMPTY;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag != DATA) {
                    in.skipField(tag);
                    continue;
                }
                int outer = in.pushLimit(in.readRawVarint32());
                for (int part = in.readTag(); part != 0; part = in.readTag()) {
                    if (part == URL) {
                        type = in.readBytes();
                    } else if (part == VALUE) {
                        value = in.readBytes();
                    } else {
                        in.skipField(part);
                    }
                }
                in.popLimit(outer);
            }
            feature(fields(type), Messages.input(value));
        }

        private Fields fields(ByteString type) {
            if (!type.equals(url) || url.isEmpty()) { // most are of the type of the one before
                String text = type.toStringUtf8();
                if (!text.endsWith(REAL.urlEnd) && !text.endsWith(CATEGORICAL.urlEnd)) {
                    throw new InvalidException(
                            "a feature of the estimator is described by the unknown type '%s'".formatted(text));
                }
                fields = text.endsWith(REAL.urlEnd) ? REAL : CATEGORICAL;
                url = type;
            }
            return fields;
        }

        private void feature(Fields numbers, CodedInputStream in) throws IOException {
            String name = "";
            int id = 0;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == tag(numbers.name)) {
                    name = in.readStringRequireUtf8();
                } else if (tag == (numbers.id << 3 | WireFormat.WIRETYPE_VARINT)) {
                    id = in.readInt32();
                } else {
                    in.skipField(tag);
                }
            }
            place(name, id);
        }

        private void place(String feature, int id) {
            boolean inPlace = id >= 0 && id < columnOf.length && columns.get(id).equals(feature);
            int column = inPlace ? id : Collections.binarySearch(columns, feature);
            if (column < 0) {
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
}
