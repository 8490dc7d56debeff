package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.data.RecordReader;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TripGeneratorTest {
    private static final YearMonth MONTH = YearMonth.of(2021, 2);

    @TempDir
    Path folder;

    @Test
    void the_same_seed_gives_the_same_trips_and_another_seed_gives_others() {
        String first = generate(1, "a").fingerprint().digest();

        assertThat(generate(1, "b").fingerprint().digest()).isEqualTo(first);
        assertThat(generate(2, "c").fingerprint().digest()).isNotEqualTo(first);
    }

    @Test
    void trips_are_as_dirty_and_as_varied_as_real_ones() {
        Dataset<TripRecord> trips = generate(7, "d");
        List<Double> miles =
                trips.rows().stream().map(trip -> trip.distance().orElseThrow()).toList();

        assertThat(trips.size()).isEqualTo(5_000);
        assertThat(miles).contains(0.0).anyMatch(distance -> distance > 1_000);
        assertThat(trips.rows()).anyMatch(trip -> trip.minutes() < 1).anyMatch(trip -> trip.minutes() > 60);
        assertThat(trips.rows()).allMatch(trip -> YearMonth.from(trip.pickup()).equals(MONTH));
        assertThat(trips.rows().stream().map(TripRecord::pickupZone).distinct().count())
                .isGreaterThan(100);
    }

    @Test
    void the_evening_rush_has_more_trips_than_the_night_and_they_take_longer() {
        Dataset<TripRecord> trips = generate(3, "e");
        Dataset<TripRecord> rush = trips.filter(trip -> trip.pickup().getHour() == 18 && trip.minutes() < 600);
        Dataset<TripRecord> night = trips.filter(trip -> trip.pickup().getHour() == 3 && trip.minutes() < 600);

        assertThat(rush.size()).isGreaterThan(3 * night.size());
        assertThat(meanMinutes(rush)).isGreaterThan(1.2 * meanMinutes(night));
    }

    private Dataset<TripRecord> generate(long seed, String name) {
        Path file = new TripGenerator(seed).write(folder.resolve(name + ".csv.gz"), MONTH, 5_000);
        return RecordReader.of(TripRecord.class).read(file);
    }

    private static double meanMinutes(Dataset<TripRecord> trips) {
        return trips.rows().stream().mapToDouble(TripRecord::minutes).average().orElseThrow();
    }
}
