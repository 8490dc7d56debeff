package dev.mlops.storage.spi;

import dev.mlops.InvalidException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The limits of the data model, in this one place. Each method gives back what it checked. */
final class Rules {
    static final int MAX_NAME = 250;
    static final int MAX_KEY = 250;
    static final int MAX_PARAM = 6_000;
    static final int MAX_TAG = 8_000;
    private static final int SHOWN = 40;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_LAST =
            Instant.parse("9999-12-31T23:59:59.999Z").plusMillis(1);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");

    private static final Pattern NUMBER = Pattern.compile("v?\\d+");

    private Rules() {}

    static String id(String what, String id) {
        if (!ID.matcher(id).matches()) {
            throw new InvalidException(what + " is " + quoted(id) + ", expected 32 lower-case hexadecimal digits");
        }
        return id;
    }

    static String hash(String what, String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new InvalidException(
                    what + " is " + quoted(hash) + ", expected sha256: and 64 lower-case hexadecimal digits");
        }
        return hash;
    }

    static String name(String what, String name) {
        return notBlank(what, line(what, name, MAX_NAME));
    }

    static String key(String what, String key) {
        return notBlank(what, line(what, key, MAX_KEY));
    }

    /** Text of any kind up to {@code limit} UTF-16 units, which every store can hold. */
    static String text(String what, String text, int limit) {
        if (text.length() > limit) {
            throw new InvalidException(
                    what + " has " + text.length() + " characters, at most " + limit + " are allowed: " + quoted(text));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidException(what + " " + quoted(text) + " holds the character NUL, which isn't allowed");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new InvalidException(what + " " + quoted(text) + " holds half of a surrogate pair at " + i
                        + ", expected valid Unicode");
            }
        }
        return text;
    }

    private static String line(String what, String text, int limit) {
        text(what, text, limit);
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new InvalidException(
                        what + " " + quoted(text) + " holds a control character at " + i + ", expected printable text");
            }
        }
        return text;
    }

    private static String notBlank(String what, String text) {
        if (text.isBlank()) {
            throw new InvalidException(what + " is blank, expected some text");
        }
        return text;
    }

    static String modelName(String name) {
        return reference("model name", name);
    }

    static String alias(String alias) {
        if (NUMBER.matcher(alias).matches()) {
            throw new InvalidException(
                    "alias is " + quoted(alias) + ", expected a name that can't be a version number");
        }
        return reference("alias", alias);
    }

    /** A name that can stand in {@code name@alias} and {@code name/version}. */
    private static String reference(String what, String name) {
        name(what, name);
        if (name.equals(".") || name.equals("..")) {
            throw new InvalidException(what + " is " + quoted(name) + ", expected another name than . and ..");
        }
        for (char c : new char[] {'/', ':', '@', '\\'}) {
            if (name.indexOf(c) >= 0) {
                throw new InvalidException(what + " is " + quoted(name) + ", expected a name without / : @ \\");
            }
        }
        return name;
    }

    /** A moment of the years 0 to 9999, cut to milliseconds: what every store, format and reader can hold. */
    static Instant time(Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(AFTER_LAST)) {
            throw new InvalidException("time is " + time + ", expected one of the years 0 to 9999");
        }
        return time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Numbers by key, with one zero. */
    static SortedMap<String, Double> numbers(Map<String, Double> numbers) {
        SortedMap<String, Double> all = new TreeMap<>();
        numbers.forEach((key, value) -> all.put(key, value == 0 ? 0.0 : value));
        return Collections.unmodifiableSortedMap(all);
    }

    static SortedMap<String, String> params(Map<String, String> params) {
        params.forEach(
                (key, value) -> text("value of parameter '" + key("parameter key", key) + "'", value, MAX_PARAM));
        return sorted(params);
    }

    static SortedMap<String, String> tags(Map<String, String> tags) {
        tags.forEach((key, value) -> text("value of tag '" + key("tag key", key) + "'", value, MAX_TAG));
        return sorted(tags);
    }

    static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    /** The start of a text for a message, without anything that would break a line. */
    static String quoted(String text) {
        return quoted(text, 0);
    }

    /** Some of a text around {@code place} for a message, without anything that would break a line or can't be seen. */
    static String quoted(String text, int place) {
        int start = text.length() <= SHOWN ? 0 : Math.max(0, Math.min(place - SHOWN / 2, text.length() - SHOWN));
        int end = Math.min(text.length(), start + SHOWN);
        StringBuilder out = new StringBuilder(start > 0 ? "'…" : "'");
        text.substring(start, end).codePoints().forEach(c -> out.append(visible(c)));
        return out.append(end < text.length() ? "…'" : "'").toString();
    }

    private static String visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> escape(c);
            case Character.SPACE_SEPARATOR -> c == ' ' ? " " : escape(c);
            default -> Character.toString(c);
        };
    }

    private static String escape(int c) {
        return String.format(Locale.ROOT, "\\u%04x", c);
    }
}
