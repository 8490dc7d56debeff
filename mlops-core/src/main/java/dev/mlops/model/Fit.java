package dev.mlops.model;

import dev.mlops.data.FieldType;
import dev.mlops.data.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A declaration with what it has learnt; checked as a whole, since it may come from a file.
 *
 * @param features the declaration
 * @param schema the raw fields that are read
 * @param fitted what each feature has learnt
 * @param fills what each different fill has learnt, in the order of {@link #plan}
 */
record Fit(Features features, Schema schema, List<Fitted> fitted, List<FittedFill> fills) {

    Fit {
        fitted = List.copyOf(fitted);
        fills = List.copyOf(fills);
        Declared.check(
                Inputs.of(features, schema).equals(schema),
                "the schema " + schema + " isn't what the features" + " read: " + Inputs.of(features, schema));
        same("fitted features", fitted.size(), features.list().size());
        List<Filling> plan = plan(features);
        same("fills", fills.size(), plan.size());
        for (int i = 0; i < plan.size(); i++) {
            check(plan.get(i).fill(), fills.get(i), schema);
        }
        for (int i = 0; i < fitted.size(); i++) {
            check(features.list().get(i), fitted.get(i), schema);
        }
    }

    /** A fill of a column, whose statistics are taken over values in this range: learnt once for all features. */
    record Filling(String column, double min, double max, Fill fill) {

        static Stream<Filling> of(Source source) {
            Fill fill = source.fill();
            return fill == null
                    ? Stream.of()
                    : Stream.of(new Filling(source.column(), source.min(), source.max(), fill));
        }
    }

    /** The different fills of these features, in the order of their first use. */
    static List<Filling> plan(Features features) {
        LinkedHashSet<Filling> plan = new LinkedHashSet<>();
        features.list().stream().flatMap(Fit::sources).flatMap(Filling::of).forEach(plan::add);
        return new ArrayList<>(plan);
    }

    private static Stream<Source> sources(Feature feature) {
        if (feature instanceof NumberFeature number) {
            return Stream.of(number.source());
        }
        CategoryFeature category = (CategoryFeature) feature;
        Stream<Source> buckets =
                category.keys().stream().filter(Key.Bucket.class::isInstance).map(key -> ((Key.Bucket) key).source());
        NumberFeature times = category.times();
        return times == null ? buckets : Stream.concat(buckets, Stream.of(times.source()));
    }

    private static void check(Fill fill, FittedFill fitted, Schema schema) {
        Fill next = fill.otherwise();
        FittedFill other = fitted.otherwise();
        Declared.check(
                (next == null) == (other == null) && (next != null || fitted.values().length == 0),
                "fill " + fill.kind() + " is fitted as one of another kind");
        if (next != null && other != null) {
            List<Key> keys = fill.columns().stream().<Key>map(Key.Level::new).toList();
            checkLevels(keys, fitted.levels(), schema, false);
            check(next, other, schema);
        }
    }

    private static void check(Feature feature, Fitted fitted, Schema schema) {
        if (feature instanceof CategoryFeature category && fitted instanceof Fitted.Category learnt) {
            same(
                    "lists of edges of feature " + feature.name(),
                    learnt.edges().size(),
                    category.keys().size());
            for (int k = 0; k < learnt.edges().size(); k++) {
                checkEdges(category.keys().get(k), learnt.edges().get(k));
            }
            boolean missing = category.missing() == CategoryFeature.Rule.LEVEL;
            checkLevels(category.keys(), learnt.levels(), schema, missing);
            Declared.check(
                    category.hashBits() == 0 || learnt.levels().isEmpty(),
                    "feature " + feature.name() + " hashes its levels: none may be listed");
        } else {
            Declared.check(
                    feature instanceof NumberFeature && fitted instanceof Fitted.Numeric,
                    "feature " + feature.name() + " is fitted as one of another kind");
        }
    }

    private static void checkEdges(Key key, double[] edges) {
        boolean fits = edges.length == 0;
        if (key instanceof Key.Bucket bucket) {
            fits = bucket.quantiles() == 0
                    ? java.util.Arrays.equals(bucket.edges(), edges)
                    : edges.length > 0 && edges.length < bucket.quantiles() && Key.Bucket.edges(edges) != null;
        }
        Declared.check(fits, "part " + key.name() + " has edges that don't belong to it");
    }

    private static void checkLevels(
            List<Key> keys, List<List<@Nullable Object>> levels, Schema schema, boolean missing) {
        List<Boolean> texts = keys.stream().map(key -> isText(key, schema)).toList();
        for (List<@Nullable Object> level : levels) {
            if (!fits(level, texts, missing)) {
                throw new IllegalArgumentException("level " + level + " doesn't fit "
                        + keys.stream().map(Key::name).toList());
            }
        }
    }

    private static boolean fits(List<@Nullable Object> level, List<Boolean> texts, boolean missing) {
        boolean fits = level.size() == texts.size();
        for (int p = 0; fits && p < level.size(); p++) {
            Object value = level.get(p);
            fits = value == null ? missing : texts.get(p) ? value instanceof String : value instanceof Long;
        }
        return fits;
    }

    static boolean isText(Key key, Schema schema) {
        return key instanceof Key.Level && Inputs.field(schema, key.column()).type() == FieldType.STRING;
    }

    private static void same(String what, int found, int expected) {
        Declared.check(found == expected, "there are " + found + " " + what + ": there must be " + expected);
    }
}
