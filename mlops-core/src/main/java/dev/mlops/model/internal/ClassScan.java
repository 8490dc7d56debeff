package dev.mlops.model.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.mlops.InvalidException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    private final Text className = new Text();
    private final Text provenance = new Text();
    private final Text typeUrl = new Text();
    private String lastUrl = "";
    private @Nullable Descriptor lastType;

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
            new ClassScan(new KnownClasses(trusted))
                    .message(root, Messages.input(UnsafeByteOperations.unsafeWrap(model)), 0);
        } catch (IOException e) {
            throw new InvalidException("the bytes aren't a model in Tribuo's protobuf format: " + e.getMessage(), e);
        }
    }

    private void message(Descriptor type, CodedInputStream in, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new InvalidException("messages nest more than %d levels deep".formatted(MAX_DEPTH));
        }
        long seen = 0;
        Names names = new Names();
        ByteString any = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (field == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                skip(in, tag);
                continue;
            }
            seen = once(field, seen);
            switch (field.getJavaType()) {
                case STRING -> text(field.getName(), in.readBytes(), names);
                case MESSAGE -> {
                    if (field.getMessageType().getFullName().equals(ANY)) {
                        any = in.readBytes();
                    } else {
                        int outer = in.pushLimit(in.readRawVarint32());
                        message(field.getMessageType(), in, depth + 1);
                        in.popLimit(outer);
                    }
                }
                default -> in.skipField(tag);
            }
        }
        names.check(type);
        if (any != null) {
            any(any, names.className == null ? "" : names.className, depth + 1);
        }
    }

    private void text(String field, ByteString bytes, Names names) throws IOException {
        switch (field) {
            case "class_name" -> names.className = className.of(bytes);
            case "provenance_class_name" -> names.provenance = provenance.of(bytes);
            case "additional" -> names.additional = Text.decode(bytes);
            default -> Text.requireUtf8(bytes);
        }
    }

    /** Adds the field to those that a message has, by their places among the declared ones. */
    private static long once(FieldDescriptor field, long seen) {
        long bit = 1L << field.getIndex();
        if (!field.isRepeated() && (seen & bit) != 0) {
            throw new InvalidException("field '%s' occurs twice in a message".formatted(field.getFullName()));
        }
        return seen | bit;
    }

    private static void skip(CodedInputStream in, int tag) throws IOException {
        int wire = WireFormat.getTagWireType(tag);
        if (wire == WireFormat.WIRETYPE_START_GROUP || wire == WireFormat.WIRETYPE_END_GROUP) {
            throw new InvalidException("a model file holds no protobuf groups, found one");
        }
        in.skipField(tag);
    }

    private void any(ByteString bytes, String owner, int depth) throws IOException {
        CodedInputStream in = Messages.input(bytes);
        int seen = 0;
        String url = "";
        ByteString value = ByteString.EMPTY;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            if (number > 2
                    || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED
                    || (seen & 1 << number) != 0) {
                throw new InvalidException(
                        "a packed message of '%s' has a field twice or a field of its own".formatted(owner));
            }
            seen |= 1 << number;
            if (number == 1) {
                url = typeUrl.of(in.readBytes());
            } else {
                value = in.readBytes();
            }
        }
        Descriptor type = type(url);
        if (type != null) {
            message(type, Messages.input(value), depth);
        } else if (!known.isTrusted(owner)) {
            throw new InvalidException("'%s' holds a message of the unknown type '%s'".formatted(owner, url));
        }
    }

    /** The message of this URL; many features follow one another with one. */
    @SuppressWarnings("ReferenceEquality") // the text is the one before, not only equal to it
    private @Nullable Descriptor type(String url) {
        if (url != lastUrl) {
            lastType = ProtoTypes.ofUrl(url);
            lastUrl = url;
        }
        return lastType;
    }

    /** The names in one message. */
    private final class Names {
        @Nullable
        String className;

        @Nullable
        String provenance;

        String additional = "";

        void check(Descriptor type) {
            if (className != null) {
                known.requireKnown(className);
            }
            if (provenance != null) {
                known.requireKnown(provenance);
            }
            if (!additional.isEmpty() && type.getFullName().equals(SIMPLE_PROVENANCE)) {
                known.requireHarmless(provenance == null ? "" : provenance, additional);
            }
        }
    }

    /** Decodes texts of which most are like the one before: the many features of a model are of one class. */
    private static final class Text {
        private ByteString bytes = ByteString.EMPTY;
        private String text = "";

        String of(ByteString next) throws InvalidProtocolBufferException {
            if (!next.equals(bytes)) {
                text = decode(next);
                bytes = next;
            }
            return text;
        }

        static String decode(ByteString bytes) throws InvalidProtocolBufferException {
            requireUtf8(bytes);
            return bytes.toStringUtf8();
        }

        static void requireUtf8(ByteString bytes) throws InvalidProtocolBufferException {
            if (!bytes.isValidUtf8()) {
                throw new InvalidProtocolBufferException("Protocol message had invalid UTF-8.");
            }
        }
    }
}
