package dev.mlops.model.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mlops.InvalidException;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.math.protos.LinearParametersProto;
import org.tribuo.math.protos.ParametersProto;

/** Reads the weight matrix of Tribuo's linear models: a row for each output, the bias behind the features. */
final class LinearWeights {

    private LinearWeights() {}

    /**
     * A weighted sum for each of {@code outputs} rows.
     *
     * @param columns how many columns the vectoriser has
     * @throws InvalidException if the matrix has another shape than its model's domains, or too few bytes
     */
    static LinearKernel[] read(ParametersProto parameters, int[] columnOf, int columns, int outputs)
            throws InvalidProtocolBufferException {
        LinearParametersProto linear =
                Messages.unpack(parameters.getSerializedData(), LinearParametersProto.getDefaultInstance());
        DenseTensorProto tensor =
                Messages.unpack(linear.getWeightMatrix().getSerializedData(), DenseTensorProto.getDefaultInstance());
        int features = columnOf.length;
        boolean shaped = tensor.getDimensionsCount() == 2
                && tensor.getDimensions(0) == outputs
                && tensor.getDimensions(1) == features + 1
                && tensor.getValues().size() == (long) outputs * (features + 1) * Double.BYTES;
        if (!shaped) {
            throw new InvalidException("the weight matrix is %s with %d bytes, expected %d x %d"
                    .formatted(tensor.getDimensionsList(), tensor.getValues().size(), outputs, features + 1));
        }
        DoubleBuffer values = tensor.getValues()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        LinearKernel[] rows = new LinearKernel[outputs];
        for (int output = 0; output < outputs; output++) {
            double[] weights = new double[columns];
            for (int feature = 0; feature < features; feature++) {
                weights[columnOf[feature]] = values.get();
            }
            rows[output] = new LinearKernel(weights, values.get());
        }
        return rows;
    }
}
