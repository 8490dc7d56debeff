package dev.mlops.examples.trips;

import dev.mlops.data.Dataset;
import java.util.Optional;

/**
 * The trips of three months.
 *
 * @param train to learn from
 * @param validation later ones, to compare models on
 * @param test still later ones, to measure once
 */
record TripMonths(Dataset<Trip> train, Dataset<Trip> validation, Optional<Dataset<Trip>> test) {}
