package dev.mlops.model.internal.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;

/** Constant tensors, without a name. */
public final class Tensors {

    private Tensors() {}

    /** Doubles of this shape. */
    public static TensorProto of(double[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return tensor(TensorProto.DataType.DOUBLE, shape)
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }

    /** Whole numbers of this shape. */
    public static TensorProto of(long[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return tensor(TensorProto.DataType.INT64, shape)
                .setRawData(ByteString.copyFrom(bytes))
                .build();
    }

    /** A vector of texts. */
    public static TensorProto of(List<String> values) {
        TensorProto.Builder tensor = tensor(TensorProto.DataType.STRING, values.size());
        values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
        return tensor.build();
    }

    private static TensorProto.Builder tensor(TensorProto.DataType type, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
        LongStream.of(shape).forEach(tensor::addDims);
        return tensor;
    }
}
