package dev.mlops.model;

import dev.mlops.data.Dataset;
import dev.mlops.data.Schema;
import dev.mlops.model.internal.SparseMatrix;
import dev.mlops.model.internal.onnx.Columns;
import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.storage.Codec;
import dev.mlops.storage.ContentHashed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Features fitted on training rows: turns a row of raw values into numbers, always the same way. Made by
 * {@link Features#fit}, stored as JSON inside the model. Immutable, but for the {@link #counts} it keeps, and
 * thread-safe.
 */
public final class Vectorizer implements ContentHashed {
    private final Fit fit;
    private final List<String> columns;
    private final ColumnLayout layout;
    private final Entries entries;
    private final List<Tally> tallies = new ArrayList<>();
    private volatile String hash = "";

    Vectorizer(Fit fit) {
        this.fit = fit;
        this.layout = ColumnLayout.of(fit);
        this.entries = Entries.of(fit);
        this.columns = layout.columns();
        fit.features().list().forEach(feature -> tallies.add(new Tally()));
    }

    /**
     * How often a feature met something that it hasn't a value or a column for.
     *
     * @param missing rows whose value was missing or bad: filled or ignored
     * @param unseen rows whose level was unknown or too rare
     */
    public record Counts(long missing, long unseen) {}

    /** The names of the output columns, ascending by {@link String#compareTo}; unique. */
    public List<String> columns() {
        return columns;
    }

    /**
     * The name of the feature that a column belongs to, as its {@link Feature#name} is.
     *
     * @param column one of {@link #columns}
     */
    public String featureOf(String column) {
        return Levels.parts(column).get(0);
    }

    /** The level that a column stands for, as text; empty for the column of a number. See {@link #featureOf}. */
    public String levelOf(String column) {
        return Levels.parts(column).get(1);
    }

    /** The raw fields that a row needs; nullable where a missing value has a rule. */
    public Schema inputs() {
        return fit.schema();
    }

    /** The declaration. */
    public Features features() {
        return fit.features();
    }

    /**
     * For each feature by name, in declared order, what this object has met since it was fitted or read, in vectorising
     * and in predicting; the rows it was fitted on don't count by being fitted on.
     */
    public Map<String, Counts> counts() {
        Map<String, Counts> counts = new LinkedHashMap<>();
        List<Feature> features = fit.features().list();
        for (int i = 0; i < features.size(); i++) {
            counts.put(features.get(i).name(), tallies.get(i).counts());
        }
        return Collections.unmodifiableMap(counts);
    }

    /**
     * For each feature by name, in declared order, which values it knows and what becomes of all others, in words for
     * people: ranges, how many levels, what replaces a missing value. The wording may change between releases.
     */
    public Map<String, String> rules() {
        Map<String, String> rules = new LinkedHashMap<>();
        List<Feature> features = fit.features().list();
        for (int i = 0; i < features.size(); i++) {
            rules.put(
                    features.get(i).name(),
                    FeatureRules.of(features.get(i), fit.fitted().get(i)));
        }
        return Collections.unmodifiableMap(rules);
    }

    /**
     * The columns of a row that aren't 0, ascending by name.
     *
     * @throws dev.mlops.InvalidException if the record lacks a field of {@link #inputs}, or a value breaks a rule
     */
    public <R extends Record> SortedMap<String, Double> transform(R row) {
        return named(encoder(Accessors.of(row)), row);
    }

    /**
     * The columns of a row that aren't 0, ascending by name. Values are taken by what they mean: the text "130" is 130
     * where the field is a number, and a date-time may be ISO text. What must be in the map, see {@link Model#predict(Map)}.
     *
     * @throws dev.mlops.InvalidException if an entry is missing, or a value doesn't fit its field or breaks a rule
     */
    public SortedMap<String, Double> transform(Map<String, ?> row) {
        entries.check(row);
        return named(encoder(Accessors.ofMaps()), row);
    }

    /** The rows as a matrix with one column for each of {@link #columns}, without zeros. */
    <R extends Record> SparseMatrix matrix(Dataset<R> rows) {
        return encoder(Accessors.of(rows.type())).encodeAll(rows.rows(), rows::rowNumber, columns.size());
    }

    /** Binds the features to one kind of row. */
    <T> RowEncoder<T> encoder(Accessors<T> accessors) {
        return new Binder<>(fit, accessors, layout, tallies).bind();
    }

    /**
     * The columns as parts of a graph, whose inputs are the raw fields.
     *
     * @param inputWidth the second dimension of the inputs; 0 for vectors
     * @throws dev.mlops.InvalidException if a feature has no form in ONNX; the message names it
     */
    Columns columns(Graph graph, int inputWidth) {
        return new OnnxFeatures(graph, fit, layout, inputWidth);
    }

    /** Features bound to one kind of row, which count nothing in {@link #counts}. */
    <T> RowEncoder<T> observer(Accessors<T> accessors) {
        List<Tally> apart = tallies.stream().map(tally -> new Tally()).toList();
        return new Binder<>(fit, accessors, layout, apart).bind();
    }

    Entries entries() {
        return entries;
    }

    Fit fit() {
        return fit;
    }

    /** The vectoriser as JSON; equal vectorisers give equal text. */
    public String toJson() {
        return Json.fit(fit);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws dev.mlops.InvalidException if it isn't that, or a newer version wrote it
     */
    public static Vectorizer fromJson(String json) {
        return new Vectorizer(Json.fit(json));
    }

    /** The JSON form, as a codec. */
    public static Codec<Vectorizer> codec() {
        return VectorizerCodec.INSTANCE;
    }

    @Override
    public String contentHash() {
        if (hash.isEmpty()) {
            hash = Json.sha256(toJson());
        }
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vectorizer vectorizer && contentHash().equals(vectorizer.contentHash());
    }

    @Override
    public int hashCode() {
        return contentHash().hashCode();
    }

    @Override
    public String toString() {
        return "vectorizer of " + fit.features() + " with " + columns.size() + " columns";
    }

    private <T> SortedMap<String, Double> named(RowEncoder<T> encoder, T row) {
        SparseRow sparse = encoder.newRow();
        encoder.encode(row, sparse);
        SortedMap<String, Double> named = new TreeMap<>();
        for (int i = 0; i < sparse.size(); i++) {
            named.put(columns.get(sparse.index(i)), sparse.value(i));
        }
        return Collections.unmodifiableSortedMap(named);
    }
}
