package dev.mlops.model.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.mlops.InvalidException;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Tribuo model file's bytes without making any object of it and refuses every class name that isn't allowed.
 * Tribuo itself loads and calls whatever class a file names, so a file is scanned before Tribuo sees it.
 *
 * <p>The walk follows the message declarations down to the content of every {@code Any}. What would let the scan and the
 * parser see different things is refused: a singular field that occurs twice (a parser merges them), an {@code Any} of an
 * unknown type, nesting beyond {@value #MAX_DEPTH} levels.
 */
public final class ClassScan {
    /** How deep messages may nest; an ensemble of ensembles of trees has about 30. */
    static final int MAX_DEPTH = 100;

    private static final String MODEL = "tribuo.core.ModelProto";
    private static final String ANY = "google.protobuf.Any";
    private static final String SIMPLE_PROVENANCE = "olcut.SimpleProvenanceProto";

    private final KnownClasses known;

    private ClassScan(KnownClasses known) {
        this.known = known;
    }

    /**
     * Checks a serialised {@code ModelProto}.
     *
     * @param trusted class names that the host allows beyond ours; content of unknown type inside them isn't scanned
     * @throws InvalidException if the bytes aren't a model, or name a class that isn't allowed
     */
    public static void check(byte[] model, Set<String> trusted) {
        Descriptor root = ProtoTypes.get(MODEL);
        try {
            new ClassScan(new KnownClasses(trusted)).message(root, ByteString.copyFrom(model), 0);
        } catch (IOException e) {
            throw new InvalidException("the bytes aren't a model in Tribuo's protobuf format: " + e.getMessage(), e);
        }
    }

    private void message(Descriptor type, ByteString bytes, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new InvalidException("messages nest more than %d levels deep".formatted(MAX_DEPTH));
        }
        CodedInputStream in = bytes.newCodedInput();
        in.enableAliasing(true);
        BitSet seen = new BitSet();
        Map<String, String> strings = new HashMap<>();
        ByteString any = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                skip(in, tag);
                continue;
            }
            once(field, seen);
            switch (field.getJavaType()) {
                case STRING -> strings.put(field.getName(), in.readStringRequireUtf8());
                case MESSAGE -> {
                    ByteString content = in.readBytes();
                    if (field.getMessageType().getFullName().equals(ANY)) {
                        any = content;
                    } else {
                        message(field.getMessageType(), content, depth + 1);
                    }
                }
                default -> in.skipField(tag);
            }
        }
        names(type, strings);
        if (any != null) {
            any(any, strings.getOrDefault("class_name", ""), depth + 1);
        }
    }

    private static void once(FieldDescriptor field, BitSet seen) {
        if (!field.isRepeated() && seen.get(field.getNumber())) {
            throw new InvalidException("field '%s' occurs twice in a message".formatted(field.getFullName()));
        }
        seen.set(field.getNumber());
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        int wire = WireFormat.getTagWireType(tag);
        if (wire == WireFormat.WIRETYPE_START_GROUP || wire == WireFormat.WIRETYPE_END_GROUP) {
            throw new InvalidException("a model file holds no protobuf groups, found one");
        }
        in.skipField(tag);
    }

    private void names(Descriptor type, Map<String, String> strings) {
        String className = strings.get("class_name");
        if (className != null) {
            known.requireKnown(className);
        }
        String provenance = strings.get("provenance_class_name");
        if (provenance != null) {
            known.requireKnown(provenance);
        }
        if (type.getFullName().equals(SIMPLE_PROVENANCE)) {
            known.requireHarmless(
                    strings.getOrDefault("provenance_class_name", ""), strings.getOrDefault("additional", ""));
        }
    }

    private void any(ByteString bytes, String owner, int depth) throws IOException {
        CodedInputStream in = bytes.newCodedInput();
        in.enableAliasing(true);
        BitSet seen = new BitSet();
        String url = "";
        ByteString value = ByteString.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            if (number > 2
                    || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED
                    || seen.get(number)) {
                throw new InvalidException(
                        "a packed message of '%s' has a field twice or a field of its own".formatted(owner));
            }
            seen.set(number);
            if (number == 1) {
                url = in.readStringRequireUtf8();
            } else {
                value = in.readBytes();
            }
        }
        Descriptor type = ProtoTypes.ofUrl(url);
        if (type != null) {
            message(type, value, depth);
        } else if (!known.isTrusted(owner)) {
            throw new InvalidException("'%s' holds a message of the unknown type '%s'".formatted(owner, url));
        }
    }
}
