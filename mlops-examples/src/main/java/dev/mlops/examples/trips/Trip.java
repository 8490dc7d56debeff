package dev.mlops.examples.trips;

import dev.mlops.data.Column;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A trip as the model sees it: what is known when it is requested, and how long it took.
 *
 * @param pickup when it began, local time
 * @param pickupZone the taxi zone where it began, 1 to 265
 * @param dropoffZone the taxi zone where it ended, 1 to 265
 * @param distance miles on the meter; some are 0, some are absurd
 * @param duration minutes, which the model is to predict
 */
record Trip(
        @Column("lpep_pickup_datetime") LocalDateTime pickup,
        @Column("PULocationID") int pickupZone,
        @Column("DOLocationID") int dropoffZone,
        @Column("trip_distance") Optional<Double> distance,
        double duration) {}
