package dev.mlops.storage.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.file.Path;

/**
 * The one way the library writes and reads JSON. Equal values give equal bytes: maps by ascending key, sets by the
 * ascending text of their elements, records in the order of their components, moments and durations in ISO-8601 with
 * the offset as given. Reading is strict: an unknown, missing or repeated field, a null or a fraction where the type
 * has none, text for a number, or anything after the value is an error. No class is ever chosen by what a document says.
 */
public final class Json {
    /** Name and version of the format. */
    public static final String FORMAT = "json/1";

    private static final JsonMapper MAPPER = make();

    private Json() {}

    /** The shared mapper; thread-safe, must not be configured further. It leaves streams open. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static JsonMapper make() {
        JsonFactory factory = JsonFactory.builder()
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        JsonMapper.Builder mapper = JsonMapper.builder(factory);
        writing(mapper);
        reading(mapper);
        return mapper.addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .addModule(new SimpleModule("mlops")
                        .addSerializer(Path.class, new ToStringSerializer(Path.class))
                        .addDeserializer(Path.class, new PathReader())
                        .setSerializerModifier(new SortedSets()))
                .build();
    }

    private static void writing(JsonMapper.Builder mapper) {
        mapper.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(SerializationFeature.FAIL_ON_ORDER_MAP_BY_INCOMPARABLE_KEY)
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.CLOSE_CLOSEABLE);
    }

    private static void reading(JsonMapper.Builder mapper) {
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES);
    }

    /** Paths as their own text; Jackson's default makes them absolute. */
    private static final class PathReader extends FromStringDeserializer<Path> {
        private static final long serialVersionUID = 1L;

        PathReader() {
            super(Path.class);
        }

        @Override
        protected Path _deserialize(String value, DeserializationContext context) {
            return Path.of(value);
        }

        @Override
        public Object getEmptyValue(DeserializationContext context) {
            return Path.of("");
        }
    }
}
