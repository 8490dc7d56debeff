package dev.mlops.model;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A row with a column of every kind, each of which may be missing but for the primitive ones. */
record Ride(
        int from,
        long to,
        @Nullable Double distance,
        @Nullable String flag,
        @Nullable Boolean stored,
        @Nullable Float passengers,
        @Nullable LocalDateTime pickup,
        @Nullable Integer vendor) {

    static Ride of(int from, int to, @Nullable Double distance) {
        return new Ride(from, to, distance, null, null, null, null, null);
    }

    static Ride flagged(@Nullable String flag) {
        return new Ride(1, 1, 1.0, flag, null, null, null, null);
    }

    static Ride at(@Nullable LocalDateTime pickup) {
        return new Ride(1, 1, 1.0, null, null, null, pickup, null);
    }

    static Ride vendor(@Nullable Integer vendor) {
        return new Ride(1, 1, 1.0, null, null, null, null, vendor);
    }

    static Ride carrying(@Nullable Float passengers) {
        return new Ride(1, 1, 1.0, null, null, passengers, null, null);
    }
}
