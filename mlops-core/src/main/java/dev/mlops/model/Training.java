package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.model.internal.SparseMatrix;
import dev.mlops.model.internal.VectorizedDataset;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * A model about to be trained: what it predicts, from what, and which rows weigh more. Immutable: each option gives a
 * new object.
 *
 * @param <T> Tribuo's kind of output
 */
public final class Training<T extends Output<T>> {
    /** Centres the active columns of a row only, so that its predictions are wrong where a column is absent. */
    private static final String UNFIT = "org.tribuo.regression.slm.SparseLinearModel";

    private final Vectorizer vectorizer;
    private final String target;
    private final @Nullable String weight;
    private final Signature.Kind kind;
    private final OutputFactory<T> factory;
    private final InstantSource clock;

    private Training(
            Vectorizer vectorizer,
            String target,
            @Nullable String weight,
            Signature.Kind kind,
            OutputFactory<T> factory,
            InstantSource clock) {
        this.vectorizer = vectorizer;
        this.target = target;
        this.weight = weight;
        this.kind = kind;
        this.factory = factory;
        this.clock = clock;
    }

    static Training<Regressor> regression(Vectorizer vectorizer, String target) {
        requireNoInput(vectorizer, target);
        return new Training<>(
                vectorizer, target, null, Signature.Kind.REGRESSION, new RegressionFactory(), InstantSource.system());
    }

    static Training<Label> classification(Vectorizer vectorizer, String target) {
        requireNoInput(vectorizer, target);
        return new Training<>(
                vectorizer, target, null, Signature.Kind.CLASSIFICATION, new LabelFactory(), InstantSource.system());
    }

    private static void requireNoInput(Vectorizer vectorizer, String target) {
        if (vectorizer.inputs().find(target).isPresent()) {
            List<String> inputs =
                    vectorizer.inputs().fields().stream().map(Field::name).toList();
            throw new IllegalArgumentException(
                    "the target '%s' is among the columns that the features read, %s: a model would learn to copy it"
                            .formatted(target, inputs));
        }
    }

    /** Weighs each row by the number in this column, finite and at least 0; without it all rows weigh 1. */
    public Training<T> weight(String column) {
        return new Training<>(vectorizer, target, column, kind, factory, clock);
    }

    /** Where {@link Provenance#created} comes from; the system's clock without it. */
    public Training<T> clock(InstantSource source) {
        return new Training<>(vectorizer, target, weight, kind, factory, source);
    }

    /**
     * Vectorises the rows and trains. Forests of Tribuo need a tree that draws features for each split, here 70 % of them:
     *
     * <pre>
     * new RandomForestTrainer&lt;&gt;(
     *     new CARTRegressionTrainer(10, 2, 0, 0.7f, false, new MeanSquaredError(), 1L), new AveragingCombiner(), 100, 1L)
     * new RandomForestTrainer&lt;&gt;(
     *     new CARTClassificationTrainer(10, 2, 0, 0.7f, false, new GiniIndex(), 1L), new VotingCombiner(), 100, 1L)
     * </pre>
     *
     * @param trainer any Tribuo trainer of this kind of output; one that can't hold wide sparse data needs a vectoriser
     *     with few columns
     * @throws InvalidException if there are no rows; if the target or weight column doesn't exist, has the wrong type,
     *     or holds a missing value, NaN, an infinity or a negative weight; if a classifier's target holds one label only;
     *     if a row breaks a rule of the features. The message names the column and the row
     * @throws IllegalArgumentException if the trainer's models answer wrongly on sparse rows (Tribuo's SparseLinearModel)
     */
    public Model train(Trainer<T> trainer, Dataset<?> dataset) {
        if (dataset.size() == 0) {
            throw new InvalidException(
                    "dataset '%s' has no rows, training needs at least one".formatted(dataset.name()));
        }
        org.tribuo.Model<T> trained = trainer.train(vectorize(dataset));
        if (trained.getClass().getName().equals(UNFIT)) {
            throw new IllegalArgumentException(
                    "trainer %s makes a %s, which answers wrongly on sparse rows; use a trainer of dev.mlops.model.linear"
                            .formatted(trainer.getClass().getName(), UNFIT));
        }
        return new Model(signature(trained), vectorizer, provenance(trained, dataset), Estimator.of(trained));
    }

    private <R extends Record> VectorizedDataset<T> vectorize(Dataset<R> dataset) {
        TargetReader<R> reader = new TargetReader<>(dataset);
        float[] weights = weight == null ? null : reader.weights(weight);
        SimpleDataSourceProvenance source =
                new SimpleDataSourceProvenance(dataset.name() + " " + dataset.contentHash(), factory);
        if (factory instanceof RegressionFactory) {
            double[] targets = reader.numbers(target);
            SparseMatrix matrix = vectorizer.matrix(dataset);
            return cast(VectorizedDataset.regression(vectorizer.columns(), matrix, target, targets, weights, source));
        }
        List<String> labels = reader.labels(target);
        requireTwo(labels, dataset);
        List<T> outputs = labels.stream().map(factory::generateOutput).toList();
        return VectorizedDataset.of(
                vectorizer.columns(), vectorizer.matrix(dataset), outputs, weights, factory, source);
    }

    private void requireTwo(List<String> labels, Dataset<?> dataset) {
        String first = labels.get(0);
        if (labels.stream().allMatch(first::equals)) {
            throw new InvalidException(
                    "column '%s' of dataset '%s' holds the label '%s' in each of %d rows, a classifier needs at least 2 labels"
                            .formatted(target, dataset.name(), first, labels.size()));
        }
    }

    @SuppressWarnings("unchecked") // a RegressionFactory makes regressors
    private VectorizedDataset<T> cast(VectorizedDataset<?> dataset) {
        return (VectorizedDataset<T>) dataset;
    }

    private Signature signature(org.tribuo.Model<T> trained) {
        List<String> labels = kind == Signature.Kind.REGRESSION
                ? List.of()
                : trained.getOutputIDInfo().getDomain().stream()
                        .map(output -> ((Label) output).getLabel())
                        .sorted()
                        .toList();
        return new Signature(vectorizer.inputs(), new Signature.Output(kind, target, labels));
    }

    private Provenance provenance(org.tribuo.Model<T> trained, Dataset<?> dataset) {
        ModelProvenance tribuo = trained.getProvenance();
        return new Provenance(
                tribuo.getTrainerProvenance().getClassName(),
                TribuoProvenance.flatten(tribuo.getTrainerProvenance()),
                TribuoProvenance.flatten(tribuo.getInstanceProvenance()),
                Provenance.Data.of(dataset),
                Provenance.Software.present(tribuo.getTribuoVersion()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
