package dev.mlops.serving;

import dev.mlops.serving.InputHealth.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the rows of one predictor are like. Thread-safe; its size is bounded, whatever clients send. */
final class InputCounts {
    static final int UNKNOWN_NAMES = 100;
    static final String OTHER = "<other>";
    private static final int LONGEST_NAME = 100;

    private final LongAdder rows = new LongAdder();
    private final Map<Kind, Map<String, LongAdder>> counts = new EnumMap<>(Kind.class);
    private final LongAdder others;

    InputCounts() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new ConcurrentHashMap<>());
        }
        others = of(Kind.UNKNOWN, OTHER);
    }

    void row() {
        rows.increment();
    }

    /** The count of a field or feature of a model; such names are trusted. */
    LongAdder of(Kind kind, String field) {
        return fields(kind).computeIfAbsent(field, name -> new LongAdder());
    }

    /** Counts a name that anybody may have thought up. */
    void unknown(String name) {
        LongAdder known = fields(Kind.UNKNOWN).get(name);
        (known != null ? known : unknownOf(name)).increment();
    }

    private synchronized LongAdder unknownOf(String name) {
        boolean room = fields(Kind.UNKNOWN).size() <= UNKNOWN_NAMES; // and one for all others
        return room && name.length() <= LONGEST_NAME ? of(Kind.UNKNOWN, name) : others;
    }

    private Map<String, LongAdder> fields(Kind kind) {
        return counts.getOrDefault(kind, Map.of());
    }

    InputHealth health() {
        Map<Kind, Map<String, Long>> found = new EnumMap<>(Kind.class);
        counts.forEach((kind, fields) -> fields.forEach((field, count) -> {
            if (count.sum() > 0) {
                found.computeIfAbsent(kind, key -> new ConcurrentHashMap<>()).put(field, count.sum());
            }
        }));
        return new InputHealth(rows.sum(), found);
    }
}
