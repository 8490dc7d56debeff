package dev.mlops.serving.http;

import dev.mlops.data.FieldType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the elements of a tensor of the Open Inference Protocol are, in JSON and as bytes. */
enum Datatype {
    BOOL(1, "true or false"),
    UINT8(1, 8, false),
    UINT16(2, 16, false),
    UINT32(4, 32, false),
    UINT64(8, 64, false),
    INT8(1, 8, true),
    INT16(2, 16, true),
    INT32(4, 32, true),
    INT64(8, 64, true),
    FP16(2, "a number from -65504 to 65504"),
    FP32(4, "a number that 32 bits hold"),
    FP64(8, "a number that 64 bits hold"),
    /** Texts in UTF-8; as bytes, each with its length before it. */
    BYTES(0, "a text");

    private final int size;
    private final String rule;
    private final BigInteger min;
    private final BigInteger max;

    Datatype(int size, String rule) {
        this.size = size;
        this.rule = rule;
        this.min = BigInteger.ZERO;
        this.max = BigInteger.ZERO;
    }

    Datatype(int size, int bits, boolean signed) {
        this.size = size;
        BigInteger span = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
        this.min = signed ? span.negate() : BigInteger.ZERO;
        this.max = span.subtract(BigInteger.ONE);
        this.rule = "a whole number from " + min + " to " + max;
    }

    /** The one of this name; a 400 for a name that the protocol doesn't have. */
    static Datatype named(String name, String where) {
        for (Datatype type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new ApiException(
                400,
                "datatype of " + where + " is " + Members.shown(name)
                        + ", expected BOOL, UINT8 to UINT64, INT8 to INT64, " + "FP16, FP32, FP64 or BYTES");
    }

    /** What stands for a field in a model's metadata. */
    static Datatype of(FieldType type) {
        return switch (type) {
            case BOOLEAN -> BOOL;
            case INT8 -> INT8;
            case INT16 -> INT16;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case FLOAT32 -> FP32;
            case FLOAT64 -> FP64;
            case STRING, TIMESTAMP -> BYTES;
        };
    }

    /** How many bytes an element has; 0 where each has a length of its own. */
    int size() {
        return size;
    }

    /** What an element must be, in messages. */
    String rule() {
        return rule;
    }

    /** An element as a model reads it, from its JSON; null where it doesn't fit. */
    @Nullable
    Object fromJson(Object element) {
        return switch (this) {
            case BOOL -> element instanceof Boolean ? element : null;
            case BYTES -> element instanceof String ? element : null;
            case FP16, FP32, FP64 -> element instanceof Number number ? decimal(number.doubleValue()) : null;
            default -> element instanceof Number number ? whole(number) : null;
        };
    }

    private @Nullable Object decimal(double value) {
        if (this == FP64) {
            return Double.isFinite(value) ? value : null;
        }
        float narrow = this == FP32 ? (float) value : HalfFloat.nearest(value);
        return Float.isFinite(narrow) ? narrow : null;
    }

    private @Nullable Object whole(Number number) {
        if (number instanceof Double decimal) {
            double value = decimal;
            return value == Math.rint(value) && Math.abs(value) <= 0x1p53 ? whole((long) value) : null;
        }
        return number instanceof BigInteger big && (big.signum() < 0 || big.compareTo(max) > 0)
                ? null
                : number instanceof BigInteger ? number : whole(number.longValue());
    }

    private @Nullable Object whole(long value) {
        BigInteger exact = BigInteger.valueOf(value);
        return exact.compareTo(min) < 0 || exact.compareTo(max) > 0 ? null : value;
    }

    /** The next element as a model reads it, from bytes of which enough are left. */
    Object fromBytes(ByteBuffer bytes) {
        return switch (this) {
            case BOOL -> bytes.get() != 0;
            case UINT8 -> (long) (bytes.get() & 0xff);
            case UINT16 -> (long) (bytes.getShort() & 0xffff);
            case UINT32 -> bytes.getInt() & 0xffff_ffffL;
            case UINT64 -> unsigned(bytes.getLong());
            case INT8 -> (long) bytes.get();
            case INT16 -> (long) bytes.getShort();
            case INT32 -> (long) bytes.getInt();
            case INT64 -> bytes.getLong();
            case FP16 -> HalfFloat.of(bytes.getShort());
            case FP32 -> bytes.getFloat();
            case FP64 -> bytes.getDouble();
            case BYTES -> throw new IllegalStateException("BYTES have lengths of their own, expected a fixed size");
        };
    }

    private static Object unsigned(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }
}
