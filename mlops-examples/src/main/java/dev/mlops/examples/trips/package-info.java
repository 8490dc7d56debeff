/**
 * Trip durations of taxis, end to end: {@link dev.mlops.examples.trips.Trip} and
 * {@link dev.mlops.examples.trips.Trips} are the data, {@link dev.mlops.examples.trips.TripFeatures} and
 * {@link dev.mlops.examples.trips.TripModel} what can be trained on it, {@link dev.mlops.examples.trips.TripPipelines}
 * the pipelines, {@link dev.mlops.examples.trips.TripTracking} the experiment,
 * {@link dev.mlops.examples.trips.TripRegistry} its models in the registry, and
 * {@link dev.mlops.examples.trips.TripDuration} the program.
 */
@NullMarked
package dev.mlops.examples.trips;

import org.jspecify.annotations.NullMarked;
