package dev.mlops.data;

import dev.mlops.data.internal.Accessor;
import dev.mlops.data.internal.RecordType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@link Split#byKey}. */
final class KeySplit extends Split {
    private final String column;
    private final double testShare;
    private final long seed;

    KeySplit(String column, double testShare, long seed) {
        this.column = column;
        this.testShare = testShare;
        this.seed = seed;
    }

    @Override
    BitSet test(Dataset<?> rows) {
        return sides(rows);
    }

    private <R extends Record> BitSet sides(Dataset<R> rows) {
        rows.field(column);
        Accessor<R> accessor = RecordType.of(rows.type()).accessor(column);
        Map<@Nullable Object, Boolean> sides = new HashMap<>();
        BitSet test = new BitSet(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            test.set(i, sides.computeIfAbsent(accessor.get(rows.rows().get(i)), this::isTest));
        }
        return test;
    }

    private boolean isTest(@Nullable Object key) {
        MessageDigest digest = ContentHash.sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).flip());
        digest.update(bytes(key));
        long hash = ByteBuffer.wrap(digest.digest()).getLong();
        return (hash >>> 11) * 0x1p-53 < testShare;
    }

    private static ByteBuffer bytes(@Nullable Object key) {
        if (key == null) {
            return ByteBuffer.allocate(0);
        }
        if (key instanceof String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_16BE));
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
        if (key instanceof LocalDateTime time) {
            bytes.putLong(time.toLocalDate().toEpochDay())
                    .putLong(time.toLocalTime().toNanoOfDay());
        } else if (key instanceof Double || key instanceof Float) {
            bytes.putLong(Double.doubleToLongBits(((Number) key).doubleValue()));
        } else {
            bytes.putLong(key instanceof Number whole ? whole.longValue() : Boolean.TRUE.equals(key) ? 1 : 0);
        }
        return bytes.flip();
    }

    @Override
    public String toString() {
        return "byKey(" + column + ", " + testShare + ", seed " + seed + ")";
    }
}
