package dev.mlops.examples.trips;

import dev.mlops.data.Column;
import dev.mlops.data.RecordReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The zones of a city, by name.
 *
 * @param byBorough the zones of each borough, both in the order of their names
 */
record TripZones(Map<String, List<Zone>> byBorough) {
    /** The name of the commission's table of zones, and of that of generated trips. */
    static final String FILE = "taxi_zone_lookup.csv";

    private static final int NUMBERS = 265;
    private static final String ELSEWHERE = "Elsewhere";
    private static final Set<String> NOWHERE = Set.of("", "N/A", "NA", "NV", "Unknown");
    private static final RecordReader<Line> READER = RecordReader.of(Line.class);

    /**
     * A zone.
     *
     * @param id its number, as trips have it
     * @param name its name in the borough, which no other zone there has
     * @param place its name and that of the borough, if it is in one
     */
    record Zone(int id, String name, String place) {}

    /** A line of the commission's table. */
    private record Line(
            @Column("LocationID") int id,
            @Column("Borough") Optional<String> borough,
            @Column("Zone") Optional<String> zone) {

        String toName() {
            return zone.filter(name -> !NOWHERE.contains(name)).orElse("Zone " + id);
        }

        String toBorough() {
            return borough.filter(name -> !NOWHERE.contains(name)).orElse(ELSEWHERE);
        }

        /** The zone; with its number where the name isn't its own. */
        Zone toZone(boolean unique) {
            String name = unique ? toName() : toName() + " (" + id + ")";
            return new Zone(id, name, toBorough().equals(ELSEWHERE) ? name : name + ", " + toBorough());
        }
    }

    /** The zones of a file such as the commission's: LocationID, Borough, Zone. */
    static TripZones read(Path file) {
        Map<List<String>, List<Line>> lines = READER.read(file).rows().stream()
                .sorted(Comparator.comparing((Line line) -> line.toBorough().equals(ELSEWHERE))
                        .thenComparing(Line::toBorough)
                        .thenComparing(Line::toName)
                        .thenComparing(Line::id))
                .collect(Collectors.groupingBy(
                        line -> List.of(line.toBorough(), line.toName()), LinkedHashMap::new, Collectors.toList()));
        Map<String, List<Zone>> zones = new LinkedHashMap<>();
        lines.forEach((key, named) -> named.forEach(line ->
                zones.computeIfAbsent(key.get(0), name -> new ArrayList<>()).add(line.toZone(named.size() == 1))));
        return new TripZones(zones);
    }

    /** The zones of the table beside a file of trips; where there is none, those of New York by number. */
    static TripZones beside(Path trips) {
        Path file = trips.resolveSibling(FILE);
        return Files.exists(file) ? read(file) : numbered();
    }

    /** The zones of New York without their names. */
    static TripZones numbered() {
        List<Zone> zones = IntStream.rangeClosed(1, NUMBERS)
                .mapToObj(id -> new Zone(id, "Zone " + id, "Zone " + id))
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
