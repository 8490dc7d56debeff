package dev.mlops.examples.trips;

import dev.mlops.data.Column;
import dev.mlops.data.RecordReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The zones of a city, by name.
 *
 * @param byBorough the zones of each borough, both in the order of their names
 */
record TripZones(Map<String, List<Zone>> byBorough) {
    private static final int NUMBERS = 265;
    private static final String ELSEWHERE = "Elsewhere";
    private static final Set<String> NOWHERE = Set.of("", "N/A", "NV", "Unknown");
    private static final RecordReader<Line> READER = RecordReader.of(Line.class);

    /**
     * A zone.
     *
     * @param id its number, as trips have it
     */
    record Zone(int id, String name) {}

    /** A line of the commission's table. */
    private record Line(
            @Column("LocationID") int id,
            @Column("Borough") Optional<String> borough,
            @Column("Zone") Optional<String> zone) {

        Zone toZone() {
            return new Zone(id, zone.filter(name -> !NOWHERE.contains(name)).orElse("Zone " + id));
        }

        String toBorough() {
            return borough.filter(name -> !NOWHERE.contains(name)).orElse(ELSEWHERE);
        }
    }

    /** The zones of a file such as the commission's {@code taxi_zone_lookup.csv}: LocationID, Borough, Zone. */
    static TripZones read(Path file) {
        Map<String, List<Zone>> zones = new LinkedHashMap<>();
        READER.read(file).rows().stream()
                .sorted(Comparator.comparing((Line line) -> line.toBorough().equals(ELSEWHERE))
                        .thenComparing(Line::toBorough)
                        .thenComparing(line -> line.toZone().name()))
                .forEach(line -> zones.computeIfAbsent(line.toBorough(), name -> new ArrayList<>())
                        .add(line.toZone()));
        return new TripZones(zones);
    }

    /** The zones of New York without their names. */
    static TripZones numbered() {
        List<Zone> zones = IntStream.rangeClosed(1, NUMBERS)
                .mapToObj(id -> new Zone(id, "Zone " + id))
                .toList();
        return new TripZones(Map.of("Zones", zones));
    }

    /** The zone of a number, as text. */
    Optional<Zone> find(String id) {
        return byBorough.values().stream()
                .flatMap(List::stream)
                .filter(zone -> Integer.toString(zone.id()).equals(id))
                .findFirst();
    }
}
