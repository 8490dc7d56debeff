package dev.mlops.model;

import dev.mlops.model.internal.onnx.Attributes;
import dev.mlops.model.internal.onnx.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * {@link LevelReader} as a part of a graph: each part of a level becomes a whole number, the numbers of the parts become
 * the digits of one, and wherever the digits leave too many numbers unused, a table puts those that are used side by side.
 */
final class OnnxLevels {
    private static final long FAR = 1L << 61;

    private final Graph graph;

    OnnxLevels(Graph graph) {
        this.graph = graph;
    }

    /** The slots of levels; one of them is no level's. */
    Slots slots(List<OnnxInputs.Part> parts, List<List<@Nullable Object>> levels) {
        Slots slots = part(parts.get(0), levels, 0);
        for (int p = 1; p < parts.size(); p++) {
            slots = joined(slots, part(parts.get(p), levels, p));
        }
        return slots;
    }

    private Slots joined(Slots first, Slots second) {
        long size = (long) first.size() * second.size();
        long[] codes = new long[first.slots().length];
        for (int level = 0; level < codes.length; level++) {
            codes[level] = first.slots()[level] * second.size() + second.slots()[level];
        }
        String high = graph.node("Mul", first.tensor(), graph.constant((long) second.size()));
        String key = graph.node("Add", high, second.tensor());
        return size <= 2L * codes.length + 256 ? new Slots(key, (int) size, codes) : listed(key, codes);
    }

    private Slots part(OnnxInputs.Part part, List<List<@Nullable Object>> levels, int place) {
        List<@Nullable Object> found = new ArrayList<>();
        levels.forEach(level -> found.add(level.get(place)));
        return part.isText() ? texts(part, found) : wholes(part.tensor(), found);
    }

    private Slots wholes(String whole, List<@Nullable Object> found) {
        long[] values = found.stream()
                .mapToLong(value -> value == null ? KeyReader.MISSING : ((Number) value).longValue())
                .toArray();
        long min = LongStream.of(values).min().orElse(0);
        long max = LongStream.of(values).max().orElse(0);
        boolean near = min > -FAR && max < FAR && max - min < 4L * values.length + 1024;
        return near ? range(whole, values, min, max) : listed(whole, values);
    }

    /** Values close together: their distance to the smallest, where 0 and the last slot are for all others. */
    private Slots range(String whole, long[] values, long min, long max) {
        int size = (int) (max - min + 3);
        // first to the ends, so that no difference overflows
        String clipped = graph.node("Clip", whole, graph.constant(min - 1), graph.constant(max + 1));
        String slot = graph.node("Sub", clipped, graph.constant(min - 1));
        return new Slots(slot, size, LongStream.of(values).map(v -> v - min + 1).toArray());
    }

    /** Any values: their ranks from 1, and 0 for all others. */
    private Slots listed(String whole, long[] values) {
        long[] distinct = LongStream.of(values).sorted().distinct().toArray();
        Attributes attributes = new Attributes()
                .with("keys_int64s", distinct)
                .with(
                        "values_int64s",
                        LongStream.rangeClosed(1, distinct.length).toArray())
                .with("default_int64", 0);
        String slot = distinct.length == 0
                ? graph.node("Mul", whole, graph.constant(0L))
                : graph.node("LabelEncoder", attributes, whole);
        return new Slots(
                slot,
                distinct.length + 1,
                LongStream.of(values)
                        .map(v -> Arrays.binarySearch(distinct, v) + 1)
                        .toArray());
    }

    /** Texts: their ranks from 1, and 0 for all others. An empty text that means a missing one is no row's level. */
    private Slots texts(OnnxInputs.Part part, List<@Nullable Object> found) {
        Set<String> texts = new TreeSet<>();
        found.forEach(value -> key(part, value).ifPresent(texts::add));
        Map<String, Long> ranks = new LinkedHashMap<>();
        texts.forEach(text -> ranks.put(text, ranks.size() + 1L));
        long unreachable = ranks.size() + 1L;
        long[] slots = found.stream()
                .mapToLong(value -> key(part, value).map(ranks::get).orElse(unreachable))
                .toArray();
        ranks.putIfAbsent("", 0L); // an encoder can't be empty
        Attributes attributes = new Attributes()
                .with("keys_strings", ranks.keySet().stream())
                .with(
                        "values_int64s",
                        ranks.values().stream().mapToLong(rank -> rank).toArray())
                .with("default_int64", 0);
        return new Slots(graph.node("LabelEncoder", attributes, part.tensor()), ranks.size() + 2, slots);
    }

    /** What a row says where it has this value. */
    private static Optional<String> key(OnnxInputs.Part part, @Nullable Object value) {
        if (value == null) {
            return Optional.of("");
        }
        return part.missable() && value.equals("") ? Optional.empty() : Optional.of((String) value);
    }
}
