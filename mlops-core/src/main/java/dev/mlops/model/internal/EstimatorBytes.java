package dev.mlops.model.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;

/**
 * A Tribuo model as bytes that depend on what was learnt and from what, not on when and where: the time of training and
 * the machine's Java and operating system, which Tribuo puts into a model's provenance, are replaced by constants, and the
 * order of what it says, which may be that of a hash map, by one of its own. So training the same data twice gives the same
 * bytes, as far as the trainer itself is deterministic.
 */
public final class EstimatorBytes {
    private static final String ANY = "google.protobuf.Any";
    private static final String PROVENANCE = "olcut.RootProvenanceProto";
    private static final String SIMPLE_PROVENANCE = "olcut.SimpleProvenanceProto";
    private static final Map<String, String> CONSTANTS = Map.of(
            "trained-at", "1970-01-01T00:00:00Z",
            "creation-time", "1970-01-01T00:00:00Z",
            "datasource-creation-time", "1970-01-01T00:00:00Z",
            "java-version", "-",
            "os-name", "-",
            "os-arch", "-");
    private static final Set<String> LEADS_TO_PROVENANCE = Set.of(
            "tribuo.core.ModelProto",
            "tribuo.core.ModelDataProto",
            "tribuo.core.TransformerMapProto",
            PROVENANCE,
            SIMPLE_PROVENANCE);

    private EstimatorBytes() {}

    /** The bytes of a model. */
    public static byte[] of(Model<?> model) {
        Descriptor root = ModelProto.getDescriptor();
        try {
            return message(root, model.serialize().toByteString()).toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Tribuo wrote a model that isn't valid protobuf", e);
        }
    }

    private static ByteString message(Descriptor type, ByteString bytes) throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(bytes.size() + 16);
        CodedOutputStream out = CodedOutputStream.newInstance(buffer);
        CodedInputStream in = bytes.newCodedInput();
        in.enableAliasing(true);
        String constant = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                UnknownFieldSet.Builder copy = UnknownFieldSet.newBuilder();
                copy.mergeFieldFrom(tag, in);
                copy.build().writeTo(out);
                continue;
            }
            ByteString content = in.readBytes();
            if (type.getFullName().equals(SIMPLE_PROVENANCE)) {
                if (field.getName().equals("key")) {
                    constant = CONSTANTS.get(content.toStringUtf8());
                } else if (field.getName().equals("value") && constant != null) {
                    content = ByteString.copyFromUtf8(constant);
                }
            }
            out.writeUInt32NoTag(tag);
            out.writeBytesNoTag(nested(field, content));
        }
        out.flush();
        return ByteString.copyFrom(buffer.toByteArray());
    }

    private static ByteString nested(FieldDescriptor field, ByteString content) throws IOException {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return content;
        }
        String type = field.getMessageType().getFullName();
        if (type.equals(ANY)) {
            return field.getContainingType().getName().equals("ModelProto") ? any(content) : content;
        }
        if (!LEADS_TO_PROVENANCE.contains(type)) {
            return content;
        }
        ByteString constant = message(field.getMessageType(), content);
        return type.equals(PROVENANCE) ? CanonicalProvenance.of(constant) : constant;
    }

    private static ByteString any(ByteString bytes) throws IOException {
        com.google.protobuf.Any any = com.google.protobuf.Any.parseFrom(bytes);
        Descriptor type = ProtoTypes.ofUrl(any.getTypeUrl());
        return type == null
                ? bytes
                : any.toBuilder()
                        .setValue(message(type, any.getValue()))
                        .build()
                        .toByteString();
    }
}
