package dev.mlops.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The identity. */
record BytesCodec() implements Codec<byte[]> {
    @Override
    public String format() {
        return "bytes/1";
    }

    @Override
    public void write(byte[] value, OutputStream out) throws IOException {
        out.write(value);
    }

    @Override
    public byte[] read(InputStream in) throws IOException {
        return in.readAllBytes();
    }
}
