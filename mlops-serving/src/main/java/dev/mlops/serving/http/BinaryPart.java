package dev.mlops.serving.http;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An inference request's body: a JSON object, and behind it the bytes of tensors, in the order of the inputs. */
final class BinaryPart {
    /** Says how long the JSON object is, where bytes follow. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    /** The media type of a body with bytes. */
    static final String TYPE = "application/octet-stream";

    private final byte[] json;
    private final ByteBuffer bytes;

    private BinaryPart(byte[] json, ByteBuffer bytes) {
        this.json = json;
        this.bytes = bytes;
    }

    static BinaryPart of(ApiRequest request) {
        byte[] body = request.body();
        int length = request.header(JSON_LENGTH)
                .map(text -> length(text, body.length))
                .orElse(body.length);
        ByteBuffer bytes =
                ByteBuffer.wrap(body, length, body.length - length).slice().order(ByteOrder.LITTLE_ENDIAN);
        return new BinaryPart(length == body.length ? body : Arrays.copyOf(body, length), bytes);
    }

    private static int length(String text, int most) {
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new ApiException(
                400,
                JSON_LENGTH + " is " + Members.shown(text) + ", expected the length of the JSON object: 0 to " + most
                        + ", the length of the body");
    }

    byte[] json() {
        return json;
    }

    /** The next bytes. */
    ByteBuffer take(int size, String where) {
        if (size > bytes.remaining()) {
            throw new ApiException(
                    400,
                    "binary_data_size of " + where + " is " + size + ", expected " + bytes.remaining()
                            + " at most: so many bytes are left behind the JSON object, of which " + JSON_LENGTH
                            + " tells the length");
        }
        ByteBuffer taken = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + size);
        return taken;
    }

    /** Ends the reading: no byte may be left. */
    void end() {
        if (bytes.hasRemaining()) {
            throw new ApiException(400, "body has " + bytes.remaining() + " bytes more than its inputs, expected none");
        }
    }
}
