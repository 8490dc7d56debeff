package dev.mlops.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** UTF-8, where a fresh encoder or decoder refuses what is malformed. */
record TextCodec() implements Codec<String> {
    @Override
    public String format() {
        return "text/1";
    }

    @Override
    public void write(String value, OutputStream out) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
        out.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
    }

    @Override
    public String read(InputStream in) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(in.readAllBytes()))
                .toString();
    }
}
