package dev.mlops.evaluation;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** A row with a column of every sort that slices meet. */
record Ride(
        long vendor,
        @Nullable String zone,
        double miles,
        LocalDateTime start,
        @Nullable Integer riders,
        double minutes) {}
