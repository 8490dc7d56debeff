package dev.mlops.examples.trips;

import dev.mlops.data.Dataset;
import dev.mlops.data.RecordReader;
import java.nio.file.Path;

/** Reads and prepares trips. */
final class Trips {
    static final double MIN_MINUTES = 1;
    static final double MAX_MINUTES = 60;

    private static final RecordReader<TripRecord> READER = RecordReader.of(TripRecord.class);

    private Trips() {}

    /** The trips of a CSV or Parquet file that took {@value #MIN_MINUTES} to {@value #MAX_MINUTES} minutes. */
    static Dataset<Trip> read(Path file) {
        return READER.read(file)
                .filter(trip -> trip.minutes() >= MIN_MINUTES && trip.minutes() <= MAX_MINUTES)
                .map(Trip.class, TripRecord::toTrip);
    }
}
