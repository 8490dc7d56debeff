package dev.mlops.data;

import dev.mlops.data.internal.Accessor;
import dev.mlops.data.internal.RecordType;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Hashes records one after the other, in the encoding that {@link Fingerprint} describes. Not thread-safe.
 *
 * @param <R> the record type
 */
final class ContentHash<R extends Record> {
    private static final int BUFFER = 1 << 14;

    /** A byte that says the value is there, and the two longs of a date-time. */
    private static final int LARGEST_FIXED = 1 + 2 * Long.BYTES;

    private static final String FORMAT = "dev.mlops.data/1";

    private final Schema schema;
    private final FieldType[] types;
    private final Accessor<R>[] accessors;
    private final MessageDigest digest = sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private long rows;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    ContentHash(RecordType<R> type) {
        schema = type.schema();
        int width = schema.fields().size();
        types = new FieldType[width];
        accessors = new Accessor[width];
        putText(FORMAT);
        buffer.putInt(width);
        for (int i = 0; i < width; i++) {
            Field field = schema.fields().get(i);
            types[i] = field.type();
            accessors[i] = type.accessor(i);
            putText(field.name());
            putText(field.type().name());
            put(field.nullable());
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }

    void add(R row) {
        for (int i = 0; i < types.length; i++) {
            reserve(LARGEST_FIXED);
            boolean present = !accessors[i].isNull(row);
            put(present);
            if (present) {
                put(types[i], accessors[i], row);
            }
        }
        rows++;
    }

    private void put(FieldType type, Accessor<R> accessor, R row) {
        switch (type) {
            case BOOLEAN, INT8 -> buffer.put((byte) accessor.asLong(row));
            case INT16 -> buffer.putShort((short) accessor.asLong(row));
            case INT32 -> buffer.putInt((int) accessor.asLong(row));
            case INT64 -> buffer.putLong(accessor.asLong(row));
            case FLOAT32 -> buffer.putInt(Float.floatToIntBits((float) accessor.asDouble(row)));
            case FLOAT64 -> buffer.putLong(Double.doubleToLongBits(accessor.asDouble(row)));
            case STRING -> putText(String.valueOf(accessor.get(row)));
            case TIMESTAMP -> putTime(accessor.get(row));
        }
    }

    private void put(boolean truth) {
        reserve(1);
        buffer.put((byte) (truth ? 1 : 0));
    }

    private void putTime(@Nullable Object value) {
        if (value instanceof LocalDateTime time) {
            buffer.putLong(time.toLocalDate().toEpochDay())
                    .putLong(time.toLocalTime().toNanoOfDay());
        }
    }

    private void putText(String text) {
        reserve(Integer.BYTES);
        buffer.putInt(text.length());
        for (int i = 0; i < text.length(); i++) {
            reserve(Character.BYTES);
            buffer.putChar(text.charAt(i));
        }
    }

    private void reserve(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    private void flush() {
        digest.update(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    /** Ends the hash; nothing may be added after it. */
    Fingerprint finish() {
        reserve(Long.BYTES);
        buffer.putLong(rows);
        flush();
        return new Fingerprint("sha256:" + HexFormat.of().formatHex(digest.digest()), rows, schema);
    }
}
