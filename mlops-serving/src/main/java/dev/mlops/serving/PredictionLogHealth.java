package dev.mlops.serving;

import java.util.Optional;

/**
 * How a prediction log is. What the sampling left out counts nowhere.
 *
 * @param written how many predictions were handed to the operating system
 * @param dropped how many were left out since the queue was full, the row was too large, or the log was closed
 * @param lost how many couldn't be written
 * @param queued how many wait now
 * @param trouble why the last attempt to write failed; absent while all is well
 */
public record PredictionLogHealth(long written, long dropped, long lost, int queued, Optional<String> trouble) {}
