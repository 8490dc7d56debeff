package dev.mlops.model;

import dev.mlops.data.Dataset;
import dev.mlops.model.linear.RidgeTrainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tribuo.Example;
import org.tribuo.Trainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;

/**
 * One prediction of a trip's duration from two zones and a distance: ours from the raw record, beside a hand-written
 * HashMap lookup and multiply-add, and beside Tribuo's on an example that is built already.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ModelBenchmark {
    private static final int ZONES = 130;
    private static final int TRIPS = 1024;

    /** A trip. */
    public record Trip(int from, int to, double distance, double duration) {}

    private List<Trip> trips;
    private int next;

    private Model linear;
    private Scorer<Trip> linearScorer;
    private Map<String, Double> weights;
    private double distanceWeight;
    private double intercept;
    private org.tribuo.Model<Regressor> linearTribuo;
    private List<Example<Regressor>> linearExamples;

    private Scorer<Trip> forest;
    private org.tribuo.Model<Regressor> forestTribuo;
    private Scorer<Trip> boosted;
    private org.tribuo.Model<Regressor> boostedTribuo;
    private List<Example<Regressor>> numberExamples;

    /** Trains all. */
    @Setup
    public void train() {
        Dataset<Trip> rows = rows(60_000);
        trips = rows.rows().subList(0, TRIPS);
        Features cross = Features.of(Feature.cross("from", "to"), Feature.number("distance"));
        linear = Model.regression(cross.fit(rows), "duration").train(new RidgeTrainer(1), rows);
        linearScorer = linear.scorer(Trip.class);
        linearTribuo = linear.estimator().castModel(Regressor.class);
        linearExamples = examples(linear);
        handWritten();
        Features numbers = Features.of(Feature.number("from"), Feature.number("to"), Feature.number("distance"));
        Vectorizer vectorizer = numbers.fit(rows);
        CARTRegressionTrainer tree = new CARTRegressionTrainer(8, 2, 0, 0.7f, false, new MeanSquaredError(), 1L);
        Model trees = train(vectorizer, rows, new RandomForestTrainer<>(tree, new AveragingCombiner(), 20));
        forest = trees.scorer(Trip.class);
        forestTribuo = trees.estimator().castModel(Regressor.class);
        Model xgboost = train(vectorizer, rows, new XGBoostRegressionTrainer(100));
        boosted = xgboost.scorer(Trip.class);
        boostedTribuo = xgboost.estimator().castModel(Regressor.class);
        numberExamples = examples(xgboost);
    }

    private static Model train(Vectorizer vectorizer, Dataset<Trip> rows, Trainer<Regressor> trainer) {
        return Model.regression(vectorizer, "duration").train(trainer, rows);
    }

    private static Dataset<Trip> rows(int count) {
        Random random = new Random(1);
        List<Trip> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(ZONES);
            int to = random.nextInt(ZONES);
            double distance = 0.1 + 10 * random.nextDouble();
            rows.add(
                    new Trip(from, to, distance, 3 + 2 * distance + Math.abs(from - to) * 0.1 + random.nextGaussian()));
        }
        return Dataset.of("trips", Trip.class, rows);
    }

    private List<Example<Regressor>> examples(Model model) {
        List<Example<Regressor>> examples = new ArrayList<>();
        for (Trip trip : trips) {
            SortedMap<String, Double> columns = model.vectorizer().transform(trip);
            ArrayExample<Regressor> example = new ArrayExample<>(new Regressor("duration", Double.NaN));
            columns.forEach(example::add);
            examples.add(example);
        }
        return examples;
    }

    private void handWritten() {
        var sgd = (org.tribuo.regression.sgd.linear.LinearSGDModel) linear.estimator();
        double[] row = sgd.getWeightsCopy().getRow(0).toArray();
        weights = new HashMap<>();
        for (int i = 0; i < row.length - 1; i++) {
            String name = sgd.getFeatureIDMap().get(i).getName();
            weights.put(name.substring(name.indexOf('=') + 1), row[i]);
            if (name.equals("distance")) {
                distanceWeight = row[i];
            }
        }
        intercept = row[row.length - 1];
    }

    private int next() {
        next = (next + 1) & (TRIPS - 1);
        return next;
    }

    /** The peer: what a team would write by hand. */
    @Benchmark
    public double handWrittenHashMap() {
        Trip trip = trips.get(next());
        Double weight = weights.get(trip.from() + "_" + trip.to());
        return intercept + (weight == null ? 0 : weight) + distanceWeight * trip.distance();
    }

    /** Ours, bound to the record type. */
    @Benchmark
    public double linearScorer() {
        return linearScorer.score(trips.get(next()));
    }

    /** Ours, from any record. */
    @Benchmark
    public double linearPredict() {
        return linear.predict(trips.get(next()));
    }

    /** Tribuo's, the example built already. */
    @Benchmark
    public double linearTribuo() {
        return linearTribuo.predict(linearExamples.get(next())).getOutput().getValues()[0];
    }

    /** 20 trees of depth 8. */
    @Benchmark
    public double forestScorer() {
        return forest.score(trips.get(next()));
    }

    /** Tribuo's, the example built already. */
    @Benchmark
    public double forestTribuo() {
        return forestTribuo.predict(numberExamples.get(next())).getOutput().getValues()[0];
    }

    /** 100 trees of depth 6. */
    @Benchmark
    public double boostedScorer() {
        return boosted.score(trips.get(next()));
    }

    /** Tribuo's through XGBoost's native library, the example built already. */
    @Benchmark
    public double boostedTribuo() {
        return boostedTribuo.predict(numberExamples.get(next())).getOutput().getValues()[0];
    }

    /** 60,000 rows at once, linear. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public double[] linearBatch(Batch batch) {
        return linear.predictAll(batch.rows);
    }

    /** As many rows as a month of trips has. */
    @State(Scope.Benchmark)
    public static class Batch {
        private final List<Trip> rows = rows(61_921).rows();
    }
}
