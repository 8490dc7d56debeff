package dev.mlops.model;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mlops.InvalidException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The JSON forms of features and vectorisers: an object with {@code format}, {@code version} and the content. Every
 * property is written, in alphabetical order, and every one is required; none is unknown.
 */
final class Json {
    private static final int VERSION = 1;
    private static final long MAX_LENGTH = 1L << 29;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxStringLength(1 << 20)
                            .maxDocumentLength(MAX_LENGTH)
                            .build())
                    .build())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    /** Reads a part of a document, behind which there may be more. */
    private static final ObjectReader CONTENT = MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    @JsonPropertyOrder({"format", "version", "content"})
    private record Document(String format, int version, Object content) {}

    static String features(Features features) {
        return write("features", features);
    }

    static Features features(String json) {
        return read("features", json, Features.class);
    }

    static String fit(Fit fit) {
        return write("vectorizer", fit);
    }

    static Fit fit(String json) {
        return read("vectorizer", json, Fit.class);
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String write(String format, Object content) {
        try {
            return MAPPER.writeValueAsString(new Document("mlops-" + format, VERSION, content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(format + " can't be written as JSON", e);
        }
    }

    private static <T> T read(String format, String json, Class<T> type) {
        try {
            T content = written(format, json, type);
            if (content != null) {
                return content;
            }
            JsonNode document = MAPPER.readTree(json);
            checkHeader(format, document);
            return MAPPER.treeToValue(document.path("content"), type);
        } catch (JsonProcessingException e) {
            throw new InvalidException("JSON of " + format + " is broken: " + reason(e), e);
        }
    }

    /**
     * The content of a document whose parts are in the order in which we write them, without a tree of it; null where they
     * aren't, or anything is wrong, which the tree tells better.
     */
    private static <T> @Nullable T written(String format, String json, Class<T> type) {
        try (JsonParser in = MAPPER.createParser(json).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)) {
            boolean headed = in.nextToken() == JsonToken.START_OBJECT
                    && "format".equals(in.nextFieldName())
                    && ("mlops-" + format).equals(in.nextTextValue())
                    && "version".equals(in.nextFieldName())
                    && in.nextIntValue(0) == VERSION
                    && "content".equals(in.nextFieldName())
                    && in.nextToken() == JsonToken.START_OBJECT;
            T content = headed ? CONTENT.readValue(in, type) : null;
            return in.nextToken() == JsonToken.END_OBJECT && in.nextToken() == null ? content : null;
        } catch (IOException e) {
            return null;
        }
    }

    private static void checkHeader(String format, JsonNode document) {
        String found = document.path("format").asText();
        if (!found.equals("mlops-" + format)) {
            throw new InvalidException("JSON has format '" + found + "': it must be mlops-" + format);
        }
        JsonNode version = document.path("version");
        if (!version.isIntegralNumber() || version.asLong() < 1) {
            throw new InvalidException(
                    "JSON of " + format + " has version " + version + ": it must be a number from 1");
        }
        if (version.asLong() > VERSION) {
            throw new InvalidException("JSON of " + format + " has version " + version + ": this library reads up to "
                    + VERSION + ", it was written by a newer one");
        }
        if (document.size() != 3 || !document.path("content").isObject()) {
            throw new InvalidException("JSON of " + format + " must have format, version and content, and no more");
        }
    }

    private static String reason(JsonProcessingException e) {
        Throwable cause = e.getCause();
        String ours = cause instanceof IllegalArgumentException || cause instanceof InvalidException
                ? cause.getMessage()
                : null;
        return ours == null ? e.getOriginalMessage() : ours;
    }
}
