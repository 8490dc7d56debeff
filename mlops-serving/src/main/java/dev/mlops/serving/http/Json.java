package dev.mlops.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads JSON that strangers send: strict, and in bounded memory. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxNumberLength(100)
                            .maxNameLength(1_000)
                            .build())
                    .disable(JsonFactory.Feature.CHARSET_DETECTION) // UTF-8 alone
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // a stranger's names are nothing to keep
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader STRICT = MAPPER.readerFor(Object.class);
    private static final ObjectReader WITH_NAN = STRICT.with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);

    private Json() {}

    /** The object that a body holds. */
    static Map<String, Object> object(byte[] body) {
        return object(body, STRICT);
    }

    /** The same where NaN, Infinity and -Infinity are numbers, as Python's own writer has them. */
    static Map<String, Object> withNaN(byte[] body) {
        return object(body, WITH_NAN);
    }

    private static Map<String, Object> object(byte[] body, ObjectReader reader) {
        try {
            checkEncoding(body);
            Object value = reader.readValue(body);
            if (value instanceof Map<?, ?>) {
                @SuppressWarnings("unchecked") // an object's names are texts
                Map<String, Object> object = (Map<String, Object>) value;
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ApiException(400, "body isn't JSON: " + reason(e));
        } catch (IOException e) {
            throw new ApiException(400, "body isn't JSON in UTF-8");
        }
        throw new ApiException(400, "body isn't a JSON object");
    }

    /** Jackson itself reads characters that are encoded longer than they need be. */
    private static void checkEncoding(byte[] body) throws CharacterCodingException {
        for (byte b : body) {
            if (b < 0) {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
                return;
            }
        }
    }

    /** What is wrong, without the names of classes and methods that Jackson's own messages have between backticks. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message.indexOf('`') < 0) {
            return message;
        }
        if (e instanceof StreamConstraintsException) {
            return "it is nested deeper, or has a longer number or name, than is read";
        }
        return e instanceof MismatchedInputException
                ? "something follows its end"
                : "it has a token that JSON doesn't know";
    }

    static String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /** Writes one value. */
    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    /** What is written by hand, where it is written often. */
    static byte[] written(Writing writing) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(128);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't be written to", e);
        }
        return bytes.toByteArray();
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }
}
