package dev.mlops.serving.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
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
import java.util.regex.Pattern;

/** Reads JSON that strangers send: strict, and in bounded memory. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxNumberLength(100)
                            .maxNameLength(1_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(JsonFactory.Feature.CHARSET_DETECTION) // UTF-8 alone
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final ObjectReader STRICT = MAPPER.readerFor(Object.class);
    private static final ObjectReader WITH_NAN = STRICT.with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS);

    private static final Pattern OURS = Pattern.compile(",? from `[^`]*`| at \\[Source[^\\]]*]");

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
        checkText(body);
        try {
            Object value = reader.readValue(body);
            if (value instanceof Map<?, ?>) {
                @SuppressWarnings("unchecked") // an object's names are texts
                Map<String, Object> object = (Map<String, Object>) value;
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new ApiException(400, "body isn't JSON: " + told(e));
        } catch (IOException e) {
            throw new ApiException(400, "body isn't JSON in UTF-8");
        }
        throw new ApiException(400, "body isn't a JSON object");
    }

    /** The parser takes longer forms of characters, and halves of them. */
    private static void checkText(byte[] body) {
        for (byte each : body) {
            if (each < 0) {
                try {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
                    return;
                } catch (CharacterCodingException e) {
                    throw new ApiException(400, "body isn't JSON in UTF-8");
                }
            }
        }
    }

    /** What the parser says, without where in its own code the rule is. */
    private static String told(JsonProcessingException e) {
        if (e
                instanceof
                MismatchedInputException) { // any value is an object to it, so that it is none or more than one
            return "expected one value";
        }
        return OURS.matcher(e.getOriginalMessage()).replaceAll("");
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
