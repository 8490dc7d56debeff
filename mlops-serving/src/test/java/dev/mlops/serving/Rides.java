package dev.mlops.serving;

import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.Vectorizer;
import dev.mlops.model.linear.RidgeTrainer;
import java.util.List;
import java.util.stream.IntStream;

/** Small models of rides; a slower city gives longer ones. */
public final class Rides {

    public record Ride(int from, double miles, double minutes) {}

    public static final Ride RIDE = new Ride(3, 5, 0);

    private Rides() {}

    /** A model that answers about {@code 4 + from + pace * miles}. */
    public static Model model(double pace) {
        List<Ride> rides = IntStream.range(0, 200)
                .mapToObj(i -> new Ride(i % 7, i % 11, 4 + i % 7 + pace * (i % 11)))
                .toList();
        Dataset<Ride> data = Dataset.of("rides", Ride.class, rides);
        Vectorizer vectorizer =
                Features.of(Feature.category("from"), Feature.number("miles")).fit(data);
        return Model.regression(vectorizer, "minutes").train(new RidgeTrainer(0.001), data);
    }
}
