package dev.mlops.model.internal.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;

/** What a tensor of raw fields can hold. */
public enum TensorType {
    /** Truth values. */
    BOOL(DataType.BOOL, FieldType.BOOLEAN),
    /** Whole numbers of 32 bits. */
    INT32(DataType.INT32, FieldType.INT32),
    /** Whole numbers of 64 bits. */
    INT64(DataType.INT64, FieldType.INT64),
    /** Numbers of 32 bits. */
    FLOAT(DataType.FLOAT, FieldType.FLOAT32),
    /** Numbers of 64 bits. */
    DOUBLE(DataType.DOUBLE, FieldType.FLOAT64),
    /** Texts. */
    STRING(DataType.STRING, FieldType.STRING);

    /** Stands for a missing value in a tensor of whole numbers. */
    public static final long MISSING = Long.MIN_VALUE;

    private final DataType onnx;
    private final FieldType field;

    TensorType(DataType onnx, FieldType field) {
        this.onnx = onnx;
        this.field = field;
    }

    /**
     * The type of an exported graph's input for this field: whole numbers, date-times (seconds since 1970-01-01T00:00 of
     * the local time) and booleans that may be missing are {@link #INT64}.
     */
    public static TensorType of(Field field) {
        return switch (field.type()) {
            case BOOLEAN -> field.nullable() ? INT64 : BOOL;
            case INT8, INT16, INT32, INT64, TIMESTAMP -> INT64;
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case STRING -> STRING;
        };
    }

    /** The number of the type in ONNX. */
    public int onnx() {
        return onnx.getNumber();
    }

    /** The type of a field for which nothing but the tensor is known. */
    public FieldType field() {
        return field;
    }
}
