package dev.mlops.model.internal;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

/** Parses messages whose fields share the bytes that they are parsed from: protobuf's own parsers copy most of a model. */
public final class Messages {

    private Messages() {}

    /**
     * The message in these bytes, which must never change.
     *
     * @param type any message of its type
     * @throws InvalidProtocolBufferException if they aren't such a message
     */
    @SuppressWarnings("unchecked") // a message's parser makes messages of its type
    public static <M extends Message> M parse(M type, ByteString bytes) throws InvalidProtocolBufferException {
        CodedInputStream in = input(bytes);
        M message = (M) type.getParserForType().parseFrom(in);
        in.checkLastTagWas(0);
        return message;
    }

    /** The packed message, as {@link Any#unpack} gives it. */
    static <M extends Message> M unpack(Any any, M type) throws InvalidProtocolBufferException {
        if (!any.getTypeUrl().endsWith("/" + type.getDescriptorForType().getFullName())) {
            throw new InvalidProtocolBufferException("Type of the Any message does not match the given class.");
        }
        return parse(type, any.getValue());
    }

    /** Reads bytes without copying what is taken of them. */
    static CodedInputStream input(ByteString bytes) {
        CodedInputStream in = bytes.newCodedInput();
        in.enableAliasing(true);
        return in;
    }
}
