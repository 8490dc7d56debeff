package dev.mlops.examples.trips;

import dev.mlops.data.Column;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;

/** The columns that we read of a record of the New York City Taxi &amp; Limousine Commission. */
record TripRecord(
        @Column("lpep_pickup_datetime") LocalDateTime pickup,
        @Column("lpep_dropoff_datetime") LocalDateTime dropoff,
        @Column("PULocationID") int pickupZone,
        @Column("DOLocationID") int dropoffZone,
        @Column("trip_distance") Optional<Double> distance) {

    /** Minutes from pick-up to drop-off. */
    double minutes() {
        return Duration.between(pickup, dropoff).toMillis() / 60_000.0;
    }

    Trip toTrip() {
        return new Trip(pickup, pickupZone, dropoffZone, distance, minutes());
    }
}
