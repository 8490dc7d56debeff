package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files; rows and kept rows as their README gives them. */
class TaxiMonthsTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("mlops.shared", "../../shared"), "data", "nyc-green-taxi");

    record Trip(
            LocalDateTime lpep_pickup_datetime,
            LocalDateTime lpep_dropoff_datetime,
            @Column("PULocationID") int pickupZone,
            @Column("DOLocationID") int dropoffZone,
            double trip_distance,
            @Nullable Integer passenger_count,
            Optional<Double> ehail_fee,
            Optional<Double> cbd_congestion_fee,
            @Nullable String store_and_fwd_flag) {

        double minutes() {
            return Duration.between(lpep_pickup_datetime, lpep_dropoff_datetime).toSeconds() / 60.0;
        }
    }

    record Zone(
            @Column("LocationID") short id,
            @Column("Borough") String borough,
            @Column("Zone") String name) {}

    private static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), () -> file + " is not here: set the system property mlops.shared to the folder");
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "2020-03, 223496, 215889",
        "2021-01, 76518, 73908",
        "2021-02, 64572, 61921",
        "2021-03, 83827, 80372",
        "2022-01, 62495, 59603",
        "2023-02, 64809, 62574"
    })
    void each_month_has_its_rows(String month, int rows, int kept) {
        Dataset<Trip> trips = RecordReader.of(Trip.class).read(file("green_tripdata_" + month + ".parquet"));
        assertThat(trips.size()).isEqualTo(rows);
        assertThat(trips.filter(trip -> trip.minutes() >= 1 && trip.minutes() <= 60)
                        .size())
                .isEqualTo(kept);
        assertThat(trips.rows()).allMatch(trip -> trip.cbd_congestion_fee().isEmpty());
    }

    /** 2021-01: 47.1 % of all rows lack the passengers; of the kept ones the means are 4.562 miles and 16.853 minutes. */
    @Test
    void values_agree_with_the_published_statistics() {
        Dataset<Trip> all = RecordReader.of(Trip.class).read(file("green_tripdata_2021-01.parquet"));
        int missing = all.filter(trip -> trip.passenger_count() == null).size();
        assertThat(100.0 * missing / all.size()).isBetween(47.05, 47.15);
        Dataset<Trip> trips = all.filter(trip -> trip.minutes() >= 1 && trip.minutes() <= 60);
        assertThat(trips.rows().stream()
                        .mapToDouble(Trip::trip_distance)
                        .filter(distance -> distance > 0 && distance <= 100)
                        .average()
                        .orElseThrow())
                .isBetween(4.5615, 4.5625);
        assertThat(trips.rows().stream().mapToDouble(Trip::minutes).average().orElseThrow())
                .isBetween(16.8525, 16.8535);
    }

    @Test
    void the_zones_are_read_from_csv() {
        Dataset<Zone> zones = RecordReader.of(Zone.class).read(file("taxi_zone_lookup.csv"));
        assertThat(zones.size()).isEqualTo(265);
        assertThat(zones.rows().get(0)).isEqualTo(new Zone((short) 1, "EWR", "Newark Airport"));
    }
}
