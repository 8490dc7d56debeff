package dev.mlops.serving.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor's data as bytes, little-endian, row by row.
 *
 * @param where whose data, in messages
 */
record BinaryData(String where, Datatype type) {

    /** Adds as many elements as expected; the bytes must be exactly theirs. */
    void read(ByteBuffer bytes, int expected, List<@Nullable Object> into) {
        if (type == Datatype.BYTES) {
            texts(bytes, expected, into);
            return;
        }
        long size = (long) type.size() * expected;
        if (bytes.remaining() != size) {
            throw new ApiException(
                    400,
                    where + " has " + bytes.remaining() + " bytes, expected " + size + " for " + expected
                            + " elements of " + type);
        }
        for (int i = 0; i < expected; i++) {
            into.add(type.fromBytes(bytes));
        }
    }

    private void texts(ByteBuffer bytes, int expected, List<@Nullable Object> into) {
        while (bytes.hasRemaining()) {
            int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
            if (length < 0 || length > bytes.remaining()) {
                throw new ApiException(
                        400,
                        "element " + (into.size() + 1) + " of " + where
                                + " ends beyond the tensor's bytes, expected its length in 4 bytes and then so many");
            }
            into.add(text(bytes.slice(bytes.position(), length), into.size() + 1));
            bytes.position(bytes.position() + length);
        }
        if (into.size() != expected) {
            throw new ApiException(
                    400, where + " has " + into.size() + " texts, expected " + expected + " by its shape");
        }
    }

    private String text(ByteBuffer bytes, int element) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new ApiException(400, "element " + element + " of " + where + " isn't a text, expected UTF-8");
        }
    }
}
