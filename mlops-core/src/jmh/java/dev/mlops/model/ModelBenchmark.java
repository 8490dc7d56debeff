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
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;

/**
 * One prediction of a trip's duration from two zones and a distance: a saved-and-loaded kind of model, asked with raw
 * records, beside a hand-written HashMap lookup and multiply-add, and beside Tribuo's on an example that is built
 * already.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ModelBenchmark {
    private static final int ZONES = 130;
    private static final int TRIPS = 1024;

    /** A trip. */
    public record Trip(int from, int to, double distance, double duration) {}

    private static Dataset<Trip> rows(int count) {
        Random random = new Random(1);
        List<Trip> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(ZONES);
            int to = random.nextInt(ZONES);
            double distance = 0.1 + random.nextInt(100) / 10.0;
            rows.add(
                    new Trip(from, to, distance, 3 + 2 * distance + Math.abs(from - to) * 0.1 + random.nextGaussian()));
        }
        return Dataset.of("trips", Trip.class, rows);
    }

    /** A model with its scorer, and the same for Tribuo. */
    private static final class Contest {
        final Model model;
        final Scorer<Trip> scorer;
        final org.tribuo.Model<Regressor> tribuo;
        final Trip[] trips = new Trip[TRIPS];
        final List<Example<Regressor>> examples = new ArrayList<>();
        int next;

        Contest(Model model, Dataset<Trip> rows) {
            this.model = model;
            this.scorer = model.scorer(Trip.class);
            this.tribuo = model.estimator().castModel(Regressor.class);
            for (int i = 0; i < TRIPS; i++) {
                trips[i] = rows.rows().get(i);
                SortedMap<String, Double> columns = model.vectorizer().transform(trips[i]);
                ArrayExample<Regressor> example = new ArrayExample<>(new Regressor("duration", Double.NaN));
                columns.forEach(example::add);
                examples.add(example);
            }
        }

        int next() {
            next = (next + 1) & (TRIPS - 1);
            return next;
        }

        double ours() {
            return scorer.score(trips[next()]);
        }

        double tribuos() {
            return tribuo.predict(examples.get(next())).getOutput().getValues()[0];
        }
    }

    /** Pairs of zones as categories, and the distance. */
    @State(Scope.Benchmark)
    public static class Linear {
        private Contest contest;
        private Map<String, Double> weights;
        private double slope;
        private double intercept;
        private List<Trip> month;

        /** Trains. */
        @Setup
        public void train() {
            Dataset<Trip> rows = rows(61_921);
            month = rows.rows();
            Features features = Features.of(Feature.cross("from", "to"), Feature.number("distance"));
            Model model = Model.regression(features.fit(rows), "duration").train(new RidgeTrainer(1), rows);
            contest = new Contest(model, rows);
            var sgd = (org.tribuo.regression.sgd.linear.LinearSGDModel) model.estimator();
            double[] row = sgd.getWeightsCopy().getRow(0).toArray();
            weights = new HashMap<>();
            for (int i = 0; i < row.length - 1; i++) {
                String name = sgd.getFeatureIDMap().get(i).getName();
                weights.put(name.substring(name.indexOf('=') + 1), row[i]);
            }
            slope = weights.get("distance");
            intercept = row[row.length - 1];
        }
    }

    /** A forest of 20 trees of depth 8. */
    @State(Scope.Benchmark)
    public static class Forest {
        private Contest contest;

        /** Trains. */
        @Setup
        public void train() {
            Dataset<Trip> rows = rows(3_000);
            CARTRegressionTrainer tree = new CARTRegressionTrainer(8, 2, 0, 0.7f, false, new MeanSquaredError(), 1L);
            contest = new Contest(
                    numbers(rows).train(new RandomForestTrainer<>(tree, new AveragingCombiner(), 20), rows), rows);
        }
    }

    /** 100 boosted trees of depth 6. */
    @State(Scope.Benchmark)
    public static class Boosted {
        private Contest contest;

        /** Trains. */
        @Setup
        public void train() {
            Dataset<Trip> rows = rows(20_000);
            contest = new Contest(numbers(rows).train(new XGBoostRegressionTrainer(100), rows), rows);
        }
    }

    private static Training<Regressor> numbers(Dataset<Trip> rows) {
        Features features = Features.of(Feature.number("from"), Feature.number("to"), Feature.number("distance"));
        return Model.regression(features.fit(rows), "duration");
    }

    /** The peer: what a team would write by hand. */
    @Benchmark
    public double linearByHand(Linear linear) {
        Trip trip = linear.contest.trips[linear.contest.next()];
        Double weight = linear.weights.get(trip.from() + "_" + trip.to());
        return linear.intercept + (weight == null ? 0 : weight) + linear.slope * trip.distance();
    }

    /** Ours, bound to the record type. */
    @Benchmark
    public double linearScorer(Linear linear) {
        return linear.contest.ours();
    }

    /** Ours, from any record. */
    @Benchmark
    public double linearPredict(Linear linear) {
        return linear.contest.model.predict(linear.contest.trips[linear.contest.next()]);
    }

    /** Tribuo's, the example built already. */
    @Benchmark
    public double linearTribuo(Linear linear) {
        return linear.contest.tribuos();
    }

    /** A month of 61,921 rows at once. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public double[] linearMonth(Linear linear) {
        return linear.contest.model.predictAll(linear.month);
    }

    /** Ours. */
    @Benchmark
    public double forestScorer(Forest forest) {
        return forest.contest.ours();
    }

    /** Tribuo's, the example built already. */
    @Benchmark
    public double forestTribuo(Forest forest) {
        return forest.contest.tribuos();
    }

    /** Ours. */
    @Benchmark
    public double boostedScorer(Boosted boosted) {
        return boosted.contest.ours();
    }

    /** Tribuo's through XGBoost's native library, the example built already. */
    @Benchmark
    public double boostedTribuo(Boosted boosted) {
        return boosted.contest.tribuos();
    }
}
