package dev.mlops.examples.trips;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Makes months of trips that look like New York's green-taxi records, for a first run on a machine that has none.
 *
 * <p>A city of {@value #ZONES} zones is laid out at random; few of them are popular. A trip's true distance follows from
 * its two zones, its duration from the distance and from the traffic of its hour, which is thick in the two rush hours of
 * a working day. What the meter recorded is as dirty as the real thing: some distances are 0, a few are absurd, some
 * trips last a second or a day. The same seed gives the same files.
 */
final class TripGenerator {
    static final int ZONES = 120;

    private static final List<String> KINDS = List.of(
            "Old", "New", "Upper", "Lower", "Great", "Little", "Long", "Green", "High", "Stone", "Bell", "River");
    private static final List<String> PLACES =
            List.of("Market", "Harbour", "Mill", "Gardens", "Bridge", "Hill", "Park", "Cross", "Square", "Meadow");
    private static final double CITY_MILES = 9;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String HEADER =
            "VendorID,lpep_pickup_datetime,lpep_dropoff_datetime,PULocationID,DOLocationID,passenger_count,trip_distance";

    private final long seed;
    private final double[] east = new double[ZONES];
    private final double[] north = new double[ZONES];
    private final double[] popularity = new double[ZONES];

    TripGenerator(long seed) {
        this.seed = seed;
        Random city = new Random(seed);
        double sum = 0;
        for (int zone = 0; zone < ZONES; zone++) {
            east[zone] = city.nextDouble() * CITY_MILES;
            north[zone] = city.nextDouble() * CITY_MILES;
            sum += 1.0 / (1 + zone);
            popularity[zone] = sum;
        }
        for (int zone = 0; zone < ZONES; zone++) {
            popularity[zone] /= sum;
        }
    }

    /**
     * Writes a month of {@code trips} trips as gzipped CSV.
     *
     * @return {@code file}
     */
    Path write(Path file, YearMonth month, int trips) {
        Random random = new Random(seed * 31 + month.hashCode());
        try (BufferedWriter out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
            out.write(HEADER);
            for (int trip = 0; trip < trips; trip++) {
                out.write('\n');
                out.write(trip(random, month));
            }
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("can't write generated trips to " + file, e);
        }
        return file;
    }

    /**
     * Writes the names of the zones, which are as made up as the city, in the form of the commission's own table.
     *
     * @return {@code file}
     */
    Path writeZones(Path file) {
        List<String> lines = new ArrayList<>(List.of("LocationID,Borough,Zone"));
        for (int zone = 0; zone < ZONES; zone++) {
            String side = (north[zone] < CITY_MILES / 2 ? "South" : "North")
                    + (east[zone] < CITY_MILES / 2 ? "west" : "east");
            String name = KINDS.get(zone % KINDS.size()) + " " + PLACES.get(zone / KINDS.size());
            lines.add((zone + 1) + "," + side + "," + name);
        }
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write the names of generated zones to " + file, e);
        }
    }

    private String trip(Random random, YearMonth month) {
        LocalDateTime pickup = month.atDay(1 + random.nextInt(month.lengthOfMonth()))
                .atTime(hour(random), random.nextInt(60), random.nextInt(60));
        int from = zone(random);
        int to = zone(random);
        double miles = 0.4 + Math.abs(east[from] - east[to]) + Math.abs(north[from] - north[to]) + random.nextDouble();
        LocalDateTime dropoff = pickup.plusSeconds(seconds(random, pickup, from, miles));
        String passengers = random.nextInt(10) < 4 ? "" : Integer.toString(1 + random.nextInt(4));
        return String.format(
                Locale.ROOT,
                "%d,%s,%s,%d,%d,%s,%.2f",
                1 + random.nextInt(2),
                TIME.format(pickup),
                TIME.format(dropoff),
                from + 1,
                to + 1,
                passengers,
                metered(random, miles));
    }

    /** Two peaks, at 8 and at 18 o'clock, over an even background. */
    private static int hour(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Math.floorMod((int) Math.round(8 + 1.5 * random.nextGaussian()), 24);
            case 1, 2 -> Math.floorMod((int) Math.round(18 + 2.5 * random.nextGaussian()), 24);
            default -> random.nextInt(24);
        };
    }

    private int zone(Random random) {
        double target = random.nextDouble();
        int zone = 0;
        while (popularity[zone] < target) {
            zone++;
        }
        return zone;
    }

    private static long seconds(Random random, LocalDateTime pickup, int from, double miles) {
        if (random.nextInt(100) == 0) {
            return random.nextBoolean() ? 1 : 86_000;
        }
        boolean weekend = pickup.getDayOfWeek().getValue() > 5;
        int hour = pickup.getHour();
        boolean rush = !weekend && ((hour >= 7 && hour <= 9) || (hour >= 16 && hour <= 19));
        double milesAnHour = (rush ? 11 : hour < 6 ? 22 : 16) + (from % 5);
        double minutes = 2.5 + 60 * miles / milesAnHour;
        return Math.round(60 * minutes * Math.exp(0.18 * random.nextGaussian()));
    }

    private static double metered(Random random, double miles) {
        int dice = random.nextInt(2000);
        if (dice == 0) {
            return 1_000 + random.nextDouble() * 200_000;
        }
        return dice < 45 ? 0 : miles;
    }
}
