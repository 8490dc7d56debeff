package dev.mlops.model;

import dev.mlops.data.Dataset;
import dev.mlops.model.internal.VectorizedDataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.tribuo.Example;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDModel;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * One prediction of a linear model on the pair of zones and the distance: ours against a hash map by hand and against
 * Tribuo on an example that is already built. Each call takes another trip. Run with {@code -prof gc} for bytes a call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ScorerBenchmark {
    private static final int CALLS = 1 << 13;

    private final Trip[] trips = new Trip[CALLS];
    private final List<Example<Regressor>> examples = new java.util.ArrayList<>();
    private final List<Map<String, ?>> maps = new java.util.ArrayList<>();
    private final Map<Long, Double> byLong = new HashMap<>();
    private final Map<Pair, Double> byPair = new HashMap<>();
    private double slope;
    private double intercept;
    private LinearScorer<Trip> scorer;
    private LinearScorer<Map<String, ?>> mapScorer;
    private LinearSGDModel tribuo;
    private int next;

    /** A hand-written key. */
    record Pair(int from, int to) {}

    /** Trains, and brings the same weights into all forms. */
    @Setup
    public void prepare() {
        Dataset<Trip> data = Trip.generate();
        Vectorizer vectorizer = Trip.features().fit(data);
        VectorizedDataset<Regressor> dataset = VectorizedDataset.regression(
                vectorizer.columns(),
                vectorizer.matrix(data),
                "duration",
                data.rows().stream().mapToDouble(Trip::duration).toArray(),
                null,
                new SimpleDataSourceProvenance("trips", new RegressionFactory()));
        tribuo = (LinearSGDModel) new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.1), 1, 1L).train(dataset);
        double[] weights = new double[vectorizer.columns().size()];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = tribuo.getWeightsCopy().get(0, c);
        }
        intercept = tribuo.getWeightsCopy().get(0, weights.length);
        scorer = vectorizer.encoder(Accessors.of(Trip.class)).linear(weights, intercept);
        mapScorer = vectorizer.encoder(Accessors.ofMaps()).linear(weights, intercept);
        for (Trip trip : data.rows()) {
            String column = "PULocationID_DOLocationID=" + trip.PULocationID() + "_" + trip.DOLocationID();
            double weight = weights[java.util.Collections.binarySearch(vectorizer.columns(), column)];
            byLong.put(trip.PULocationID() * 1000L + trip.DOLocationID(), weight);
            byPair.put(new Pair(trip.PULocationID(), trip.DOLocationID()), weight);
        }
        slope = weights[java.util.Collections.binarySearch(vectorizer.columns(), "trip_distance")];
        for (int i = 0; i < CALLS; i++) {
            trips[i] = data.rows().get(i);
            examples.add(dataset.getExample(i));
            maps.add(Map.of(
                    "PULocationID", trips[i].PULocationID(),
                    "DOLocationID", trips[i].DOLocationID(),
                    "trip_distance", trips[i].trip_distance()));
            check(i);
        }
    }

    private void check(int i) {
        double expected = tribuo.predict(examples.get(i)).getOutput().getValues()[0];
        next = i - 1;
        if (Math.abs(scorer.score(trips[i]) - expected) > 1e-9 || Math.abs(hashMapByLong() - expected) > 1e-9) {
            throw new IllegalStateException("predictions of trip " + i + " differ from " + expected);
        }
    }

    private int next() {
        next = (next + 1) & (CALLS - 1);
        return next;
    }

    /** The compiled scorer on a record. */
    @Benchmark
    public double compiledRecord() {
        return scorer.score(trips[next()]);
    }

    /** The compiled scorer on a map. */
    @Benchmark
    public double compiledMap() {
        return mapScorer.score(maps.get(next()));
    }

    /** By hand, with a Long made of both zones as key. */
    @Benchmark
    public double hashMapByLong() {
        Trip trip = trips[next()];
        Double weight = byLong.get(trip.PULocationID() * 1000L + trip.DOLocationID());
        return (weight == null ? 0 : weight) + slope * trip.trip_distance() + intercept;
    }

    /** By hand, with a record of both zones as key. */
    @Benchmark
    public double hashMapByRecord() {
        Trip trip = trips[next()];
        Double weight = byPair.get(new Pair(trip.PULocationID(), trip.DOLocationID()));
        return (weight == null ? 0 : weight) + slope * trip.trip_distance() + intercept;
    }

    /** Tribuo on an example that is already built. */
    @Benchmark
    public double tribuoExample() {
        return tribuo.predict(examples.get(next())).getOutput().getValues()[0];
    }
}
