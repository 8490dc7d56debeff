package dev.mlops.model.internal.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The attributes of a node, in the order they were given. Mutable; not thread-safe. */
public final class Attributes {
    private final List<AttributeProto> list = new ArrayList<>();

    /** Adds a whole number. */
    public Attributes with(String name, long value) {
        list.add(attribute(name, AttributeType.INT).setI(value).build());
        return this;
    }

    /** Adds a text. */
    public Attributes with(String name, String value) {
        list.add(attribute(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build());
        return this;
    }

    /** Adds whole numbers. */
    public Attributes with(String name, long... values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
        LongStream.of(values).forEach(attribute::addInts);
        list.add(attribute.build());
        return this;
    }

    /** Adds numbers. */
    public Attributes with(String name, float... values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.FLOATS);
        for (float value : values) {
            attribute.addFloats(value);
        }
        list.add(attribute.build());
        return this;
    }

    /** Adds texts. */
    public Attributes with(String name, Stream<String> values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.STRINGS);
        values.map(ByteString::copyFromUtf8).forEach(attribute::addStrings);
        list.add(attribute.build());
        return this;
    }

    /** Adds a tensor. */
    public Attributes with(String name, TensorProto tensor) {
        list.add(attribute(name, AttributeType.TENSOR).setT(tensor).build());
        return this;
    }

    List<AttributeProto> list() {
        return list;
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
