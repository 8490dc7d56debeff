package dev.mlops.examples.trips;

import dev.mlops.data.Dataset;
import dev.mlops.data.Split;
import dev.mlops.data.TrainTest;
import java.util.Optional;

/**
 * The trips of three months.
 *
 * @param train to learn from
 * @param validation later ones, to compare models on
 * @param test still later ones, to measure once
 */
record TripMonths(Dataset<Trip> train, Dataset<Trip> validation, Optional<Dataset<Trip>> test) {
    private static final double LATEST = 0.2;

    /** Trips to learn from and later ones; without later ones the latest fifth of the trips isn't learnt from. */
    static TripMonths of(Dataset<Trip> trips, Optional<Dataset<Trip>> later) {
        if (later.isPresent()) {
            return new TripMonths(trips, later.get(), Optional.empty());
        }
        TrainTest<Trip> parts = trips.split(Split.byTime("lpep_pickup_datetime", LATEST));
        return new TripMonths(parts.train(), parts.test(), Optional.empty());
    }
}
