package dev.mlops.examples.trips;

import dev.mlops.data.Dataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How far trips usually are, for riders, who don't know it. */
final class TripDistances {
    private static final double LONGEST = 100;

    private final Map<List<Integer>, Double> medians = new HashMap<>(); // of both zones, of the first one, and of all

    /** The distances of these trips. */
    TripDistances(Dataset<Trip> trips) {
        Map<List<Integer>, List<Double>> distances = new HashMap<>();
        for (Trip trip : trips) {
            trip.distance().filter(miles -> miles > 0 && miles <= LONGEST).ifPresent(miles -> {
                for (List<Integer> key : keys(trip.pickupZone(), trip.dropoffZone())) {
                    distances.computeIfAbsent(key, unseen -> new ArrayList<>()).add(miles);
                }
            });
        }
        distances.forEach((key, miles) -> medians.put(key, median(miles)));
    }

    /** Distances of no trips: none is known. */
    TripDistances() {}

    private static List<List<Integer>> keys(int from, int to) {
        return List.of(List.of(from, to), List.of(from), List.of());
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        return values.get((values.size() - 1) / 2);
    }

    /** The miles between two zones, usually: by trips between them, else by those from the first, else by all. */
    OptionalDouble usual(int from, int to) {
        return keys(from, to).stream()
                .filter(medians::containsKey)
                .mapToDouble(medians::get)
                .findFirst();
    }
}
