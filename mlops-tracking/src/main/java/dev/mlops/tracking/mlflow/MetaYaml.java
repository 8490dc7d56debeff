package dev.mlops.tracking.mlflow;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/*
 * MLflow writes YAML 1.1 by PyYAML: texts are quoted, escaped and folded over lines in all the ways that YAML has, which is
 * why a real parser reads them. But only its events are used: no value gets a type by YAML's rules (a name like 0o17 is a
 * number in YAML 1.2 and isn't in 1.1), no tag makes an object, no alias grows, and nesting ends at the second level.
 */

/** The values of a file {@code meta.yaml}: texts, and texts by name. */
final class MetaYaml {
    private static final int LARGEST = 4 * 1024 * 1024;

    private final Path file;
    private final Map<String, @Nullable String> texts = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> maps = new LinkedHashMap<>();

    private MetaYaml(Path file) {
        this.file = file;
    }

    /**
     * Reads it.
     *
     * @throws IOException if it can't be read, or isn't a mapping of texts, mappings of texts and sequences of texts
     */
    static MetaYaml read(Path file) throws IOException {
        MetaYaml meta = new MetaYaml(file);
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(LARGEST).build();
        try (Reader in = Files.newBufferedReader(file)) {
            meta.fill(new ParserImpl(settings, new StreamReader(settings, in)));
        } catch (YamlEngineException e) {
            throw new IOException("file '" + file + "' isn't YAML, expected what MLflow writes", e);
        }
        return meta;
    }

    private void fill(Iterator<Event> events) throws IOException {
        expect(events, Event.ID.StreamStart);
        expect(events, Event.ID.DocumentStart);
        expect(events, Event.ID.MappingStart);
        for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
            value(String.valueOf(text(key)), events);
        }
        expect(events, Event.ID.DocumentEnd);
        expect(events, Event.ID.StreamEnd);
    }

    private void value(String key, Iterator<Event> events) throws IOException {
        Event event = events.next();
        switch (event.getEventId()) {
            case MappingStart -> maps.put(key, map(events));
            case SequenceStart -> skipTexts(events);
            default -> texts.put(key, text(event));
        }
    }

    private Map<String, String> map(Iterator<Event> events) throws IOException {
        Map<String, String> map = new LinkedHashMap<>();
        for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
            @Nullable String value = text(events.next());
            if (value != null) {
                map.put(String.valueOf(text(key)), value);
            }
        }
        return map;
    }

    private void skipTexts(Iterator<Event> events) throws IOException {
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            text(next);
        }
    }

    private void expect(Iterator<Event> events, Event.ID id) throws IOException {
        Event event = events.next();
        if (event.getEventId() != id) {
            throw new IOException("file '" + file + "' has " + event.getEventId() + ", expected " + id
                    + ": one mapping from keys to texts");
        }
    }

    /** The text of a scalar; null where it says null. */
    private @Nullable String text(Event event) throws IOException {
        if (!(event instanceof ScalarEvent scalar)) {
            throw new IOException("file '" + file + "' has " + event.getEventId() + ", expected a text");
        }
        String text = scalar.getValue();
        return scalar.isPlain() && (text.isEmpty() || text.equals("null") || text.equals("~")) ? null : text;
    }

    /** A text; absent where it is missing or null. */
    Optional<String> find(String key) {
        return Optional.ofNullable(texts.get(key));
    }

    /**
     * A text.
     *
     * @throws IOException if it is missing
     */
    String get(String key) throws IOException {
        return find(key).orElseThrow(() -> new IOException("file '" + file + "' has no " + key + ", expected one"));
    }

    /**
     * A whole number; absent where it is missing or null.
     *
     * @throws IOException if it isn't one
     */
    Optional<Long> findWhole(String key) throws IOException {
        @Nullable String text = texts.get(key);
        try {
            return text == null ? Optional.empty() : Optional.of(Long.valueOf(text));
        } catch (NumberFormatException e) {
            throw new IOException("file '" + file + "' has " + key + " '" + text + "', expected a whole number", e);
        }
    }

    /** Texts by name; empty where there are none. */
    Map<String, String> map(String key) {
        return maps.getOrDefault(key, Map.of());
    }
}
