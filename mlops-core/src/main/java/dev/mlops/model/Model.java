package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.ContentHashed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

/**
 * A trained model that needs nothing else to predict: raw fields go in, an answer comes out. It is a
 * {@link Vectorizer}, an estimator, a {@link Signature} and a {@link Provenance}.
 *
 * <pre>
 * Model model = Model.regression(vectorizer, "duration").train(new RidgeTrainer(1), january);
 * double minutes = model.predict(trip);
 * model.save(Path.of("trip-duration"));
 * </pre>
 *
 * <p>Linear models, decision trees, forests, XGBoost's trees and weighted averages of these are compiled: no Tribuo
 * example is built, XGBoost's native library isn't called, and the answer equals Tribuo's to 1e-9. For every other
 * estimator Tribuo is asked. A row in which no column is active, to which Tribuo throws, is answered like any other: all
 * columns are 0, or missing where the estimator knows missing values (XGBoost).
 *
 * <p>Immutable and thread-safe.
 */
public final class Model implements ContentHashed {
    private final Signature signature;
    private final Provenance provenance;
    private final Predictor predictor;
    private volatile String contentHash = "";
    private final Map<Class<?>, ToDoubleFunction<Object>> scorers = new ConcurrentHashMap<>();
    private final Map<Class<?>, Function<Object, Classification>> classifiers = new ConcurrentHashMap<>();
    private final Map<Class<?>, Function<Object, List<String>>> observers = new ConcurrentHashMap<>();

    Model(Signature signature, Provenance provenance, Predictor predictor) {
        this.signature = signature;
        this.provenance = provenance;
        this.predictor = predictor;
    }

    Model(Signature signature, Vectorizer vectorizer, Provenance provenance, Estimator estimator) {
        this(signature, provenance, new TribuoPredictor(signature, vectorizer, estimator));
    }

    /**
     * Begins a model that predicts the number in column {@code target}.
     *
     * @throws IllegalArgumentException if the vectoriser's features read that column
     */
    public static Training<Regressor> regression(Vectorizer vectorizer, String target) {
        return Training.regression(vectorizer, target);
    }

    /**
     * Begins a model that predicts the label in column {@code target}: a text, a whole number or a boolean.
     *
     * @throws IllegalArgumentException if the vectoriser's features read that column
     */
    public static Training<Label> classification(Vectorizer vectorizer, String target) {
        return Training.classification(vectorizer, target);
    }

    /**
     * A regression that answers the weighted mean of several: sum w p / sum w. It is compiled where they are.
     *
     * @param models at least two regressions of one signature and one vectoriser, such as a linear model and boosted trees
     * @param weights one a model, above 0; kept as floats
     * @throws IllegalArgumentException if there are fewer than two, or the models differ in signature or vectoriser, or are classifiers
     */
    public static Model average(List<Model> models, double... weights) {
        return WeightedAverage.of(models, weights);
    }

    /** What goes in and what comes out. */
    public Signature signature() {
        return signature;
    }

    /**
     * What turns raw fields into the estimator's columns.
     *
     * @throws IllegalStateException if the model is an ONNX graph, which has none
     */
    public Vectorizer vectorizer() {
        return predictor.vectorizer();
    }

    /** Where the model comes from. */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * Tribuo's model, for what only Tribuo does with it: the weights, the trees, ONNX export. After loading, it is made
     * by the first call.
     *
     * @throws IllegalStateException if the model is an ONNX graph, which has none
     * @throws InvalidException if Tribuo can't read it, or its artifact isn't on the class path; the message names it
     */
    public org.tribuo.Model<?> estimator() {
        return predictor.estimator();
    }

    /**
     * The weights of a linear model: of a regression under the name of its target, of a classifier under each label; empty
     * where the estimator isn't linear. Trees and averages tell their importances, if at all, through {@link #estimator}.
     */
    public Map<String, Coefficients> coefficients() {
        return predictor.coefficients();
    }

    /** Whether this library itself answers: neither a Tribuo example is built nor native code called. */
    public boolean isCompiled() {
        return predictor.isCompiled();
    }

    /**
     * The prediction for one record of any type that has the fields of {@link Signature#inputs}.
     *
     * @throws IllegalStateException if the model is a classifier
     * @throws InvalidException if the record lacks a field, or a value breaks a rule of the features
     */
    public double predict(Record row) {
        return numbersOf(row.getClass()).applyAsDouble(row);
    }

    /**
     * The prediction for values by field name, as a parsed JSON object has them: the text "130" is 130 where the field
     * is a number, date-times may be ISO text.
     *
     * <p>Each of {@link Signature#inputs} must have an entry, which may be null where the field is nullable. An entry may be
     * left out only where every feature of it says what a missing value means: by a {@link NumberFeature#fill}, a
     * {@link NumberFeature#flag} or {@link CategoryFeature.Rule#LEVEL}; and not even then if another entry is spelt nearly
     * like it. Entries that aren't inputs are ignored otherwise, so one row may go to several versions of a model.
     *
     * @throws IllegalStateException if the model is a classifier
     * @throws InvalidException if an entry is missing or misspelt, or a value is of the wrong kind or breaks a rule
     */
    public double predict(Map<String, ?> row) {
        return numbersOf(Map.class).applyAsDouble(checked(row));
    }

    /**
     * The prediction for each row, in order; like {@link #predict(Record)}, with the row's number from 1 in errors.
     *
     * @throws IllegalStateException if the model is a classifier
     * @throws InvalidException if a record lacks a field, or a value breaks a rule of the features
     * @throws NullPointerException if a row is null
     */
    public double[] predictAll(List<? extends Record> rows) {
        return predictEach(rows);
    }

    /** The prediction for each row, in order; like {@link #predict(Map)}, with the row's number from 1 in errors. */
    public double[] predictMaps(List<? extends Map<String, ?>> rows) {
        return predictEach(rows);
    }

    private double[] predictEach(List<?> rows) {
        requireNumbers();
        return predictor.predictEach(rows, this::numbersOf);
    }

    /**
     * The label for one record, with the score of every label.
     *
     * @throws IllegalStateException if the model is a regression
     * @throws InvalidException if the record lacks a field, or a value breaks a rule of the features
     */
    public Classification classify(Record row) {
        return labelsOf(row.getClass()).apply(row);
    }

    /**
     * The label for values by field name; like {@link #predict(Map)}.
     *
     * @throws IllegalStateException if the model is a regression
     * @throws InvalidException if an entry is missing or misspelt, or a value is of the wrong kind or breaks a rule
     */
    public Classification classify(Map<String, ?> row) {
        return labelsOf(Map.class).apply(checked(row));
    }

    /**
     * The label for each row, in order; like {@link #classify(Record)}, with the row's number from 1 in errors.
     *
     * @throws IllegalStateException if the model is a regression
     * @throws InvalidException if a record lacks a field, or a value breaks a rule of the features
     * @throws NullPointerException if a row is null
     */
    public List<Classification> classifyAll(List<? extends Record> rows) {
        return classifyEach(rows);
    }

    /** The label for each row, in order; like {@link #classify(Map)}, with the row's number from 1 in errors. */
    public List<Classification> classifyMaps(List<? extends Map<String, ?>> rows) {
        return classifyEach(rows);
    }

    private List<Classification> classifyEach(List<?> rows) {
        requireLabels();
        return predictor.classifyEach(rows, this::labelsOf);
    }

    /**
     * The {@linkplain CategoryFeature categories}, crosses included, whose level in this row training didn't see or only
     * more rarely than {@link CategoryFeature#minCount}, by name: those that contribute nothing, or as {@code <unseen>}, to
     * the prediction. Empty, and without a cost worth a thought, for most rows; always empty for hashed categories and for an
     * ONNX graph, which don't know. Not counted in {@link Vectorizer#counts}.
     *
     * @throws InvalidException if the record lacks a field that a category reads, or a value is of the wrong kind
     */
    public List<String> unseen(Record row) {
        return unseenOf(row.getClass()).apply(row);
    }

    /**
     * The same for values by field name; an absent entry is a missing value.
     *
     * @throws InvalidException if a value is of the wrong kind
     */
    public List<String> unseen(Map<String, ?> row) {
        return unseenOf(Map.class).apply(checked(row));
    }

    /**
     * What {@link #predict(Record)} and {@link #classify(Record)} read of a record, by field name; null where it is missing.
     * {@link #predict(Map)} answers the same to it.
     *
     * @throws InvalidException if the record lacks a field of {@link Signature#inputs}
     */
    public Map<String, @Nullable Object> inputs(Record row) {
        return Accessors.values(row, signature.inputs());
    }

    /**
     * The model bound to one record type: what {@link #predict(Record)} calls, without looking the type up.
     *
     * @throws IllegalStateException if the model is a classifier
     * @throws InvalidException if the record type lacks a field of {@link Signature#inputs}
     */
    public <R extends Record> Scorer<R> scorer(Class<R> type) {
        return numbersOf(type)::applyAsDouble;
    }

    /**
     * Writes the model into a directory: {@code model.json} (signature, provenance, size and SHA-256 of the other files,
     * and the SHA-256 of all that), {@code vectorizer.json} and {@code estimator.pb}, or {@code estimator.onnx} of an ONNX graph. The files are written beside it and moved in one step, so
     * that nobody sees half a model. A directory that holds a saved model is replaced; a crash in the middle of that
     * leaves the old one, complete, under {@code .name.old-*} beside it. Of a link to such a directory the link is
     * replaced, and what it led to stays. Saving one model twice gives identical files.
     *
     * @throws dev.mlops.ConflictException if the path exists and is neither an empty directory nor a saved model without
     *     other files beside it
     * @throws dev.mlops.StorageUnavailableException if writing fails; nothing is left at {@code directory} then
     */
    public void save(Path directory) {
        ModelDirectory.save(this, directory);
    }

    /**
     * Reads what {@link #save} wrote. The files' SHA-256 and the format's version are checked before their content is
     * used, and a model file's class names before anything is instantiated: only Tribuo's models and their parts may be
     * named, and {@code trusted}.
     *
     * <p>The hashes tell integrity, not authenticity: a damaged or carelessly edited file is noticed; who can write the
     * directory can also write hashes that fit. Where that matters, compare {@link #contentHash}, which covers all that
     * answers, with one that came another way.
     *
     * @param trusted model and provenance classes of the host's own; what they hold isn't scanned
     * @throws dev.mlops.NotFoundException if the directory or one of the files is missing; the message names it
     * @throws InvalidException if it is a file and no directory; if one of the files is truncated or changed, of a newer format, names another class, or its content
     *     contradicts the others; the message names the file
     */
    public static Model load(Path directory, Class<?>... trusted) {
        return ModelDirectory.load(directory, names(trusted));
    }

    /**
     * Reads the files that {@link #save} writes, wherever they lie; {@link #load(Path, Class[])} says what is checked.
     *
     * @param trusted model and provenance classes of the host's own; what they hold isn't scanned
     * @throws dev.mlops.NotFoundException if one of the files is missing
     * @throws InvalidException if one of the files can't be read, or is not as it should be; the message names the file
     */
    public static Model load(ModelSource source, Class<?>... trusted) {
        return ModelFiles.read(ModelFiles.Source.of(source), names(trusted));
    }

    /** What {@link #save} writes: the content of each file by its name, the manifest last. */
    public Map<String, byte[]> files() {
        return ModelFiles.of(this);
    }

    /** The files of {@link #save} in one stream: a zip archive without compression, its times fixed. */
    public static Codec<Model> codec() {
        return ModelCodec.INSTANCE;
    }

    /**
     * The hash of what answers: signature, vectoriser and estimator. Provenance isn't part of it, so training the same
     * data twice gives equal hashes where the trainer is deterministic, whenever and wherever it ran.
     */
    @Override
    public String contentHash() {
        if (contentHash.isEmpty()) {
            contentHash = predictor.contentHash(signature);
        }
        return contentHash;
    }

    @Override
    public String toString() {
        return "%s by %s".formatted(signature, provenance);
    }

    private static Set<String> names(Class<?>... classes) {
        return Arrays.stream(classes).map(Class::getName).collect(Collectors.toUnmodifiableSet());
    }

    Predictor predictor() {
        return predictor;
    }

    private static Map<String, ?> checked(Map<String, ?> row) {
        if (row == null) {
            throw new NullPointerException("the row is null");
        }
        return row;
    }

    private ToDoubleFunction<Object> numbersOf(Class<?> type) {
        ToDoubleFunction<Object> bound = scorers.get(type);
        if (bound == null) {
            requireNumbers();
            bound = predictor.numbers(type);
            scorers.put(type, bound);
        }
        return bound;
    }

    private Function<Object, Classification> labelsOf(Class<?> type) {
        Function<Object, Classification> bound = classifiers.get(type);
        if (bound == null) {
            requireLabels();
            bound = predictor.labels(type);
            classifiers.put(type, bound);
        }
        return bound;
    }

    private Function<Object, List<String>> unseenOf(Class<?> type) {
        Function<Object, List<String>> bound = observers.get(type);
        if (bound == null) {
            bound = predictor.unseen(type);
            observers.put(type, bound);
        }
        return bound;
    }

    private void requireNumbers() {
        if (signature.output().kind() != Signature.Kind.REGRESSION) {
            throw new IllegalStateException("%s is a classifier: call classify, not predict".formatted(signature));
        }
    }

    private void requireLabels() {
        if (signature.output().kind() != Signature.Kind.CLASSIFICATION) {
            throw new IllegalStateException("%s is a regression: call predict, not classify".formatted(signature));
        }
    }
}
