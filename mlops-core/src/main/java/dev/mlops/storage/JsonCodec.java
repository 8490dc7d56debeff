package dev.mlops.storage;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.mlops.storage.internal.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON by {@link Json}; {@code seal} makes what was read unmodifiable. */
record JsonCodec<T>(JavaType type, Function<T, T> seal) implements Codec<T> {

    static <T> Codec<T> of(Class<T> type) {
        return new JsonCodec<>(types().constructType(type), value -> value);
    }

    static <E> Codec<List<E>> listOf(Class<E> element) {
        return new JsonCodec<>(types().constructCollectionType(List.class, element), Collections::<E>unmodifiableList);
    }

    private static TypeFactory types() {
        return Json.mapper().getTypeFactory();
    }

    @Override
    public String format() {
        return Json.FORMAT;
    }

    @Override
    public void write(T value, OutputStream out) throws IOException {
        Json.mapper().writerFor(type).writeValue(out, Objects.requireNonNull(value, "value"));
    }

    @Override
    public T read(InputStream in) throws IOException {
        @Nullable T value = Json.mapper().readerFor(type).readValue(in);
        if (value == null) {
            throw new IOException("JSON is null, expected " + type.toCanonical());
        }
        return seal.apply(value);
    }
}
