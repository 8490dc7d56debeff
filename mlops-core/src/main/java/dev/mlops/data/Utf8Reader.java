package dev.mlops.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/*
 * Unlike the JDK's reader this one hands out all characters before a broken byte and throws at the next call, so that
 * the parser, and with it the error, is at the right row and column.
 */

/** Decodes UTF-8, strictly, and leaves out a byte order mark. */
final class Utf8Reader extends Reader {
    private static final int BYTES = 1 << 15;
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BYTES).limit(0);
    private boolean started;
    private boolean allRead;
    private boolean ended;

    Utf8Reader(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (ended) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(into, offset, count);
        return count;
    }

    private void decode() throws IOException {
        if (!allRead) {
            fill();
        }
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, allRead);
        chars.flip();
        if (!started && chars.hasRemaining()) {
            started = true;
            chars.position(chars.get(0) == BYTE_ORDER_MARK ? 1 : 0);
        }
        if (result.isError() && !chars.hasRemaining()) {
            throw new BadText(bytes, result.length());
        }
        if (allRead && result.isUnderflow() && !chars.hasRemaining()) {
            ended = true;
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        allRead = count < 0;
        bytes.position(bytes.position() + Math.max(count, 0)).flip();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Bytes that aren't UTF-8. */
    static final class BadText extends IOException {
        private static final long serialVersionUID = 1L;

        BadText(ByteBuffer bytes, int length) {
            super(hex(bytes, length));
        }

        private static String hex(ByteBuffer bytes, int length) {
            StringBuilder text = new StringBuilder("0x");
            for (int i = 0; i < length; i++) {
                text.append(String.format(Locale.ROOT, "%02x", bytes.get(bytes.position() + i) & 0xff));
            }
            return text.toString();
        }
    }
}
