package dev.mlops.serving;

import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One prediction by a predictor, of a linear model on the pair of zones and the distance with about 13,000 pairs, against a
 * hash map by hand; and what splits and a shadow add to it. Each call takes another trip. Run with {@code -prof gc} for bytes
 * a call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PredictorBenchmark {
    private static final int ROWS = 73_908;
    private static final int CALLS = 1 << 13;

    private final Workspace workspace = Workspace.inMemory();
    private final Trip[] trips = new Trip[CALLS];
    private final String[] keys = new String[CALLS];
    private final Map<Long, Double> weights = new HashMap<>();
    private final List<Predictor<Trip>> predictors = new ArrayList<>();
    private double slope;
    private double intercept;
    private Predictor<Trip> alone;
    private Predictor<Trip> split;
    private Predictor<Trip> canary;
    private Predictor<Trip> bandit;
    private Predictor<Trip> shadowed;
    private int next;

    /** A taxi trip. */
    public record Trip(int from, int to, double distance, double duration) {}

    /** Trains, registers, and brings the same weights into a map. */
    @Setup
    public void prepare() {
        List<Trip> rows = trips();
        Dataset<Trip> data = Dataset.of("trips", Trip.class, rows);
        Features features = Features.of(Feature.cross("from", "to"), Feature.number("distance"));
        Model model = Model.regression(features.fit(data), "duration").train(new RidgeTrainer(1), data);
        ModelRegistry registry = ModelRegistry.in(workspace);
        registry.alias(registry.register("trips", model), "champion");
        registry.alias(registry.register("trips", model), "challenger");
        byHand(model, rows);
        Rollouts rollouts = Rollouts.of(registry);
        alone = predictor(registry);
        rollouts.start("trips", Rollout.split(Map.of("champion", 90, "challenger", 10)));
        split = predictor(registry);
        rollouts.start("trips", Rollout.canary("champion", "challenger", Canary.steps(5, 25, 50)));
        canary = predictor(registry);
        rollouts.start("trips", Rollout.bandit("champion", "challenger"));
        bandit = predictor(registry);
        rollouts.start("trips", Rollout.all("champion").shadow("challenger"));
        shadowed = predictor(registry);
        for (int i = 0; i < CALLS; i++) {
            trips[i] = rows.get(i);
            keys[i] = "rider-" + i;
            next = i - 1;
            if (Math.abs(hashMapByHand() - alone.predict(trips[i])) > 1e-9) {
                throw new IllegalStateException("trip " + i + " is predicted otherwise by hand");
            }
        }
    }

    /** A predictor that keeps to the rollout of now, since it doesn't look again. */
    private Predictor<Trip> predictor(ModelRegistry registry) {
        Predictor<Trip> predictor = Predictor.builder(registry, "trips", Trip.class)
                .refresh(Duration.ofDays(1))
                .build();
        predictors.add(predictor);
        return predictor;
    }

    private static List<Trip> trips() {
        Random random = new Random(20210101);
        List<Trip> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double distance = Math.exp(random.nextGaussian() + 0.7);
            rows.add(new Trip(zone(random), zone(random), distance, 5 + 3 * distance + random.nextGaussian()));
        }
        return rows;
    }

    /** One of 263 zones, low numbers far more often. */
    private static int zone(Random random) {
        return 1 + (int) (262 * Math.pow(random.nextDouble(), 2));
    }

    private void byHand(Model model, List<Trip> rows) {
        intercept = model.predict(new Trip(0, 0, 0, 0)); // a pair that isn't known
        slope = model.predict(new Trip(0, 0, 1, 0)) - intercept;
        for (Trip trip : rows) {
            weights.put(
                    trip.from() * 1000L + trip.to(), model.predict(new Trip(trip.from(), trip.to(), 0, 0)) - intercept);
        }
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        shadowed.shadow().ifPresent(health -> System.out.println(health));
        predictors.forEach(Predictor::close);
        workspace.close();
    }

    private int next() {
        next = (next + 1) & (CALLS - 1);
        return next;
    }

    /** The peer: a map with a Long made of both zones as key, and a multiplication. */
    @Benchmark
    public double hashMapByHand() {
        Trip trip = trips[next()];
        Double weight = weights.get(trip.from() * 1000L + trip.to());
        return (weight == null ? 0 : weight) + slope * trip.distance() + intercept;
    }

    /** The champion alone. */
    @Benchmark
    public double predict() {
        return alone.predict(trips[next()]);
    }

    /** The same with an id, the version and the arm. */
    @Benchmark
    public Prediction answer() {
        return alone.answer(trips[next()]);
    }

    /** One of two arms. */
    @Benchmark
    public double split() {
        return split.predict(trips[next()]);
    }

    /** One of two arms, by a key. */
    @Benchmark
    public double splitByKey() {
        int call = next();
        return split.predict(trips[call], keys[call]);
    }

    /** One of two arms, by a key and the clock. */
    @Benchmark
    public double canaryByKey() {
        int call = next();
        return canary.predict(trips[call], keys[call]);
    }

    /** One of two arms, by a key and draws. */
    @Benchmark
    public double banditByKey() {
        int call = next();
        return bandit.predict(trips[call], keys[call]);
    }

    /** The champion, beside a shadow in another thread. */
    @Benchmark
    public double shadow() {
        return shadowed.predict(trips[next()]);
    }
}
