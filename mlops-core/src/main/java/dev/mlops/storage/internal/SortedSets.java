package dev.mlops.storage.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes a set in the order of its elements' JSON text, since equal sets may list them in any order. */
final class SortedSets extends BeanSerializerModifier {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonSerializer<?> modifyCollectionSerializer(
            SerializationConfig config, CollectionType type, BeanDescription description, JsonSerializer<?> writer) {
        boolean sorts = type.isTypeOrSubTypeOf(Set.class) && !type.isTypeOrSubTypeOf(EnumSet.class);
        return sorts ? new Sorting(writer) : writer;
    }

    private static final class Sorting extends JsonSerializer<Object> implements ContextualSerializer {
        private final JsonSerializer<Object> writer;

        @SuppressWarnings("unchecked") // a serializer of collections takes any set
        Sorting(JsonSerializer<?> writer) {
            this.writer = (JsonSerializer<Object>) writer;
        }

        @Override
        public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property)
                throws JsonMappingException {
            return new Sorting(provider.handleSecondaryContextualization(writer, property));
        }

        @Override
        public void serialize(Object value, JsonGenerator out, SerializerProvider provider) throws IOException {
            writer.serialize(value instanceof EnumSet ? value : sorted((Set<?>) value), out, provider);
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator out, SerializerProvider provider, TypeSerializer typeWriter)
                throws IOException {
            writer.serializeWithType(sorted((Set<?>) value), out, provider, typeWriter);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Object value) {
            return ((Set<?>) value).isEmpty();
        }

        private static Set<?> sorted(Set<?> elements) throws JsonProcessingException {
            Map<String, Object> byText = new TreeMap<>();
            for (Object element : elements) {
                byText.put(Json.mapper().writeValueAsString(element), element);
            }
            return new LinkedHashSet<>(byText.values());
        }
    }
}
