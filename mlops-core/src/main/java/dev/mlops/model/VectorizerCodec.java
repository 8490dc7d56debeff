package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.storage.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Vectorisers as JSON in UTF-8. */
enum VectorizerCodec implements Codec<Vectorizer> {
    INSTANCE;

    @Override
    public String format() {
        return "vectorizer-json/1";
    }

    @Override
    public void write(Vectorizer value, OutputStream out) throws IOException {
        out.write(value.toJson().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Vectorizer read(InputStream in) throws IOException {
        try {
            return Vectorizer.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (InvalidException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
