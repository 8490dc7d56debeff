package dev.mlops.registry;

import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

/** Small models to register. */
final class Rides {
    /** An input that each of the models answers. */
    static final Map<String, Object> EXAMPLE = Map.of("zone", "airport", "distance", 2.5);

    private static final List<String> ZONES = List.of("airport", "harbour", "station");

    private Rides() {}

    record Ride(String zone, double distance, double minutes, String speed) {}

    static Dataset<Ride> rides(double minutesAMile) {
        List<Ride> rides = IntStream.range(0, 40)
                .mapToObj(i ->
                        new Ride(ZONES.get(i % 3), i % 10, 2 + minutesAMile * (i % 10), i % 10 < 5 ? "fast" : "slow"))
                .toList();
        return Dataset.of("rides " + minutesAMile, Ride.class, rides);
    }

    /** A regression that depends on the number. */
    static Model model(double minutesAMile) {
        Dataset<Ride> rides = rides(minutesAMile);
        return Model.regression(features().fit(rides), "minutes").train(new RidgeTrainer(1), rides);
    }

    static Model classifier() {
        Dataset<Ride> rides = rides(1);
        return Model.classification(features().fit(rides), "speed").train(new LogisticRegressionTrainer(), rides);
    }

    private static Features features() {
        return Features.of(Feature.category("zone"), Feature.number("distance"));
    }
}
