package dev.mlops.registry;

import dev.mlops.data.Dataset;
import dev.mlops.model.Baseline;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.DatasetInput;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Small models, and versions of them, that gates look at. */
final class GateSamples {
    static final String CHAMPION = "champion";

    private GateSamples() {}

    record Trip(double miles, String zone, double minutes) {}

    record Mood(double miles, String zone, String mood) {}

    /** A registry of its own in memory. */
    static ModelRegistry registry() {
        return ModelRegistry.in(Workspace.inMemory()).by("ann");
    }

    /** A model that answers one number. */
    static Model constant(double minutes) {
        return Baseline.mean("minutes")
                .train(trips("training at " + minutes, Collections.nCopies(2, new Trip(1, "a", minutes))));
    }

    static Dataset<Trip> trips(String name, List<Trip> rows) {
        return Dataset.of(name, Trip.class, rows);
    }

    /** Three minutes a mile, with noise of one minute, in the zones a, b and c. */
    static Dataset<Trip> trips(String name, int rows, long seed) {
        Random random = new Random(seed);
        return trips(
                name,
                IntStream.range(0, rows)
                        .mapToObj(i -> trip(random, 1 + 9 * random.nextDouble()))
                        .toList());
    }

    private static Trip trip(Random random, double miles) {
        return new Trip(miles, random.nextInt(3) == 0 ? "a" : "b", 3 * miles + random.nextGaussian());
    }

    /** A model that knows how trips are made. */
    static Model ridge(Dataset<Trip> training) {
        return Model.regression(Features.of(Feature.number("miles")).fit(training), "minutes")
                .train(new RidgeTrainer(1), training);
    }

    /** A classifier that always answers one label; it knows two others. */
    static Model always(String mood) {
        List<Mood> rows = List.of(
                new Mood(1, "a", mood),
                new Mood(2, "b", mood),
                new Mood(3, "b", mood),
                new Mood(3, "b", "calm"),
                new Mood(4, "a", "glad"),
                new Mood(4, "a", "sad"));
        return Baseline.mostFrequent("mood").train(Dataset.of("moods", Mood.class, rows));
    }

    /** The truth of so many rows of each. */
    static Dataset<Mood> moods(int calm, int glad) {
        return Dataset.of(
                "moods of march",
                Mood.class,
                IntStream.range(0, calm + glad)
                        .mapToObj(i -> new Mood(i, "a", i < calm ? "calm" : "glad"))
                        .toList());
    }

    static ModelVersion version(ModelRegistry registry, Model model) {
        return registry.register("minutes", model);
    }

    /** A version that holds the alias. */
    static ModelVersion champion(ModelRegistry registry, Model model) {
        return registry.alias(version(registry, model), CHAMPION);
    }

    /** A version that was measured on some data, which is known by its digest. */
    static ModelVersion measured(ModelRegistry registry, String metric, double value, String digest) {
        return registry.registration("minutes")
                .model(constant(1))
                .metric(metric, value)
                .dataset(new DatasetInput("rows", "sha256:01", "training", "", "", 2))
                .dataset(new DatasetInput(digest, digest, "validation", "", "", 2))
                .register();
    }

    /** The only verdict of a gate, as promoting keeps it. */
    static Verdict verdict(ModelRegistry registry, ModelVersion version, Gate gate) {
        Promotion promotion = registry.promote(version, CHAMPION, gate);
        if (promotion.verdicts().size() != 1) {
            throw new IllegalStateException(promotion.toText());
        }
        return promotion.verdicts().get(0);
    }

    /** A row as a caller would send it. */
    static Map<String, Object> row(double miles, String zone) {
        return Map.of("miles", miles, "zone", zone);
    }
}
