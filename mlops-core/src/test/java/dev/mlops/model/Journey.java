package dev.mlops.model;

import dev.mlops.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A trip with a number and a label to predict, made from a seed. */
public record Journey(
        int zone,
        String kind,
        double distance,
        double wind,
        @Nullable Double fare,
        boolean night,
        float weight,
        double duration,
        String speed) {

    /** The features that most tests use: a category, a cross and numbers of which many are 0. */
    static Features features() {
        return Features.of(
                Feature.category("zone"),
                Feature.cross("zone", "kind"),
                Feature.number("distance"),
                Feature.number("wind"));
    }

    /** Numbers only, some rows of which are all 0: what CART can hold. */
    static Features numbers() {
        return Features.of(Feature.number("distance"), Feature.number("wind"), Feature.number("night"));
    }

    static Journey random(Random random) {
        int zone = random.nextInt(6);
        double distance = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 20;
        double wind = random.nextInt(3) == 0 ? 0 : random.nextGaussian();
        String kind = random.nextBoolean() ? "street" : "dispatch";
        boolean night = random.nextBoolean();
        double duration = 5 + zone + 2 * distance + wind + (night ? 0 : 3) + random.nextGaussian();
        String speed = duration > 30 ? "slow" : duration > 15 ? "usual" : "fast";
        Double fare = random.nextInt(5) == 0 ? null : 3 * distance;
        return new Journey(zone, kind, distance, wind, fare, night, 1 + random.nextInt(3), duration, speed);
    }

    static Dataset<Journey> dataset(int rows, long seed) {
        Random random = new Random(seed);
        List<Journey> rides = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            rides.add(random(random));
        }
        return Dataset.of("rides", Journey.class, rides);
    }
}
