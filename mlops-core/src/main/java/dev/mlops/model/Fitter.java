package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.data.internal.Accessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fits features on the rows of a dataset, one feature after the other. */
final class Fitter<R extends Record> {
    private final Dataset<R> data;
    private final List<R> rows;
    private final Map<Fit.Filling, FittedFill> fills = new HashMap<>();
    private final Readers<R> readers;

    private Fitter(Features features, Dataset<R> data) {
        this.data = data;
        this.rows = data.rows();
        this.readers = new Readers<>(Accessors.of(data.type()), Inputs.of(features, data.schema()), fills);
    }

    static <R extends Record> Vectorizer fit(Features features, Dataset<R> data) {
        if (data.size() == 0) {
            throw new InvalidException("dataset '" + data.name() + "' has no rows: features can't be fitted on it");
        }
        return new Fitter<>(features, data).fit(features);
    }

    private Vectorizer fit(Features features) {
        features.list().forEach(this::requireSomeValue);
        List<FittedFill> fitted = new ArrayList<>();
        for (Fit.Filling filling : Fit.plan(features)) {
            fitted.add(new FillFitter<>(rows, readers, filling).fit());
            fills.put(filling, fitted.get(fitted.size() - 1));
        }
        List<Fitted> learnt = features.list().stream().map(this::fit).toList();
        return new Vectorizer(new Fit(features, readers.schema(), learnt, fitted));
    }

    /** A column that is missing throughout is no feature, but most likely a name that the file spells otherwise. */
    private void requireSomeValue(Feature feature) {
        for (String column : columns(feature)) {
            Accessor<R> accessor = readers.accessor(column);
            if (rows.stream().noneMatch(row -> isThere(accessor.get(row)))) {
                throw new InvalidException("feature " + feature.name() + ": column '" + column
                        + "' is missing in every row of dataset '" + data.name()
                        + "', so that there is nothing to learn"
                        + (data.absentColumns().contains(column)
                                ? ": '" + data.origin() + "' has no column of this name"
                                : ""));
            }
        }
    }

    private static boolean isThere(@Nullable Object value) {
        return value != null && !(value instanceof Number number && Double.isNaN(number.doubleValue()));
    }

    private static Set<String> columns(Feature feature) {
        if (feature instanceof NumberFeature number) {
            return Set.of(number.source().column());
        }
        CategoryFeature category = (CategoryFeature) feature;
        Set<String> columns = category.keys().stream().map(Key::column).collect(Collectors.toSet());
        NumberFeature times = category.times();
        if (times != null) {
            columns.add(times.source().column());
        }
        return columns;
    }

    private Fitted fit(Feature feature) {
        return feature instanceof CategoryFeature category ? category(category) : number((NumberFeature) feature);
    }

    private Fitted.Numeric number(NumberFeature feature) {
        NumberReader<R> reader = readers.number(feature.source(), new Tally());
        NumberValue<R> value = new NumberValue<>(feature.scale(1), Fitted.Numeric.PLAIN, reader);
        double[] values = new double[rows.size()];
        for (int r = 0; r < values.length; r++) {
            values[r] = value(value, r);
        }
        return feature.isStandardised() ? moments(values) : Fitted.Numeric.PLAIN;
    }

    private double value(NumberValue<R> value, int r) {
        try {
            return value.of(rows.get(r));
        } catch (InvalidException e) {
            throw at(r, String.valueOf(e.getMessage()));
        }
    }

    private static Fitted.Numeric moments(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        double deviation = Math.sqrt(squares / values.length);
        return new Fitted.Numeric(mean, deviation > 0 ? deviation : 1);
    }

    private Fitted.Category category(CategoryFeature feature) {
        List<double[]> edges = feature.keys().stream().map(this::edges).toList();
        List<KeyReader<R>> keys = new ArrayList<>();
        for (int k = 0; k < edges.size(); k++) {
            keys.add(readers.key(feature.keys().get(k), edges.get(k), new Tally()));
        }
        NumberFeature times = feature.times();
        Fitted.Numeric moments = times == null ? Fitted.Numeric.PLAIN : number(times);
        if (feature.hashBits() > 0) {
            keys.forEach(key -> checkMissing(feature, key));
            return new Fitted.Category(List.of(), new int[0], edges, moments);
        }
        return levels(feature, keys, edges, moments);
    }

    private void checkMissing(CategoryFeature feature, KeyReader<R> key) {
        if (feature.missing() == CategoryFeature.Rule.FAIL) {
            for (int r = 0; r < rows.size(); r++) {
                if (key.isMissing(rows.get(r))) {
                    throw at(r, "feature " + feature.name() + " has a missing level, which its rule forbids");
                }
            }
        }
    }

    private Fitted.Category levels(
            CategoryFeature feature, List<KeyReader<R>> keys, List<double[]> edges, Fitted.Numeric moments) {
        keys.forEach(key -> checkWhole(feature, key));
        keys.forEach(key -> checkMissing(feature, key));
        LevelCounter counter = LevelCounter.of(keys, rows, feature.missing() == CategoryFeature.Rule.LEVEL);
        String name = Levels.column(feature);
        List<Named> named = new ArrayList<>(counter.size());
        for (int slot = 0; slot < counter.size(); slot++) {
            if (counter.count(slot) >= feature.minCount()) {
                List<@Nullable Object> level = counter.level(slot);
                named.add(new Named(Levels.column(name, edges, level), level, counter.count(slot)));
            }
        }
        named.sort(Comparator.comparing(Named::column));
        return new Fitted.Category(
                named.stream().map(Named::level).toList(),
                named.stream().mapToInt(Named::count).toArray(),
                edges,
                moments);
    }

    private void checkWhole(CategoryFeature feature, KeyReader<R> key) {
        if (key instanceof KeyReader.Decimals<R> decimals) {
            for (int r = 0; r < rows.size(); r++) {
                if (decimals.read(rows.get(r)) == KeyReader.FRACTION) {
                    throw at(
                            r,
                            "feature " + feature.name() + " has a decimal with a fraction for a level: decimals"
                                    + " must be whole to be a category, or be put into buckets");
                }
            }
        }
    }

    private double[] edges(Key key) {
        if (!(key instanceof Key.Bucket bucket)) {
            return new double[0];
        }
        if (bucket.quantiles() == 0) {
            return bucket.edges();
        }
        NumberReader<R> reader = readers.number(bucket.source(), new Tally());
        double[] values = rows.stream()
                .mapToDouble(reader::value)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (values.length == 0) {
            throw new InvalidException("column '" + bucket.column() + "' of dataset '" + data.name()
                    + "' has no good value to take quantiles of");
        }
        return Statistics.quantiles(values, bucket.quantiles());
    }

    private InvalidException at(int row, String message) {
        return new InvalidException("row " + data.rowNumber(row) + " of dataset '" + data.name() + "': " + message);
    }

    private record Named(String column, List<@Nullable Object> level, int count) {}
}
