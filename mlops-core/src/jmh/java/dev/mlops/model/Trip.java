package dev.mlops.model;

import dev.mlops.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A taxi trip as large as the real ones: 73,908 of them hold about 13,000 different pairs of zones. */
record Trip(int PULocationID, int DOLocationID, double trip_distance, double duration) {
    static final int ROWS = 73_908;

    static Features features() {
        return Features.of(Feature.cross("PULocationID", "DOLocationID"), Feature.number("trip_distance"));
    }

    static Dataset<Trip> generate() {
        Random random = new Random(20210101);
        List<Trip> trips = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double distance = Math.exp(random.nextGaussian() + 0.7);
            trips.add(new Trip(zone(random), zone(random), distance, 5 + 3 * distance + random.nextGaussian()));
        }
        return Dataset.of("generated trips", Trip.class, trips);
    }

    /** One of 263 zones, low numbers far more often. */
    private static int zone(Random random) {
        return 1 + (int) (262 * Math.pow(random.nextDouble(), 2));
    }
}
