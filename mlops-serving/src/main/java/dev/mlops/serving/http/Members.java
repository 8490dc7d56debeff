package dev.mlops.serving.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that a stranger sent, read by what each should be; what isn't so is a 400 that names it.
 *
 * @param where what the object is, in messages
 */
record Members(String where, Map<String, Object> values) {
    private static final int SHOWN = 60;

    /** This value as an object. */
    static Members of(String where, @Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            @SuppressWarnings("unchecked") // an object's names are texts
            Map<String, Object> values = (Map<String, Object>) value;
            return new Members(where, values);
        }
        throw new ApiException(400, where + " is " + shown(value) + ", expected an object");
    }

    /** A text that must be there. */
    String text(String name) {
        return findText(name).orElseThrow(() -> missing(name, "a text"));
    }

    Optional<String> findText(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw unfit(name, value, "a text");
    }

    /** An array that must be there. */
    List<?> list(String name) {
        return findList(name).orElseThrow(() -> missing(name, "an array"));
    }

    Optional<List<?>> findList(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof List<?>) {
            return Optional.ofNullable((List<?>) value);
        }
        throw unfit(name, value, "an array");
    }

    /** An object, empty where it isn't there. */
    Members object(String name) {
        Object value = values.get(name);
        return value == null ? new Members(name, Map.of()) : of(name + " of " + where, value);
    }

    Optional<Boolean> findFlag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return Optional.ofNullable((Boolean) value);
        }
        throw unfit(name, value, "true or false");
    }

    /** A whole number from 0 to the largest {@code int}. */
    Optional<Integer> findCount(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Integer number && number >= 0) {
            return Optional.of(number);
        }
        throw unfit(name, value, "a whole number from 0 to " + Integer.MAX_VALUE);
    }

    private ApiException missing(String name, String rule) {
        return new ApiException(400, where + " has no " + name + ", expected " + rule);
    }

    private ApiException unfit(String name, Object value, String rule) {
        return new ApiException(400, name + " of " + where + " is " + shown(value) + ", expected " + rule);
    }

    /** A stranger's value as a message may tell it. */
    static String shown(@Nullable Object value) {
        if (value instanceof List<?>) {
            return "an array";
        }
        if (value instanceof Map<?, ?>) {
            return "an object";
        }
        String text = String.valueOf(value);
        String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return value instanceof String ? "'" + cut + "'" : cut;
    }
}
