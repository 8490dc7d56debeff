package dev.mlops.examples.trips;

import dev.mlops.data.Dataset;
import dev.mlops.data.RecordReader;
import java.nio.file.Path;
import java.util.Map;

/** Reads and prepares trips. */
final class Trips {
    static final double MIN_MINUTES = 1;
    static final double MAX_MINUTES = 60;

    /** A trip as a caller would send it. */
    static final Map<String, Object> EXAMPLE = Map.of(
            "lpep_pickup_datetime", "2021-04-01T08:30:00",
            "PULocationID", "30",
            "DOLocationID", "5",
            "trip_distance", 3.66);

    private static final RecordReader<TripRecord> READER = RecordReader.of(TripRecord.class);

    private Trips() {}

    /** The trips of a CSV or Parquet file that took {@value #MIN_MINUTES} to {@value #MAX_MINUTES} minutes. */
    static Dataset<Trip> read(Path file) {
        return READER.read(file)
                .filter(trip -> trip.minutes() >= MIN_MINUTES && trip.minutes() <= MAX_MINUTES)
                .map(Trip.class, TripRecord::toTrip);
    }
}
