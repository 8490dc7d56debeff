package dev.mlops.data;

import com.jerolba.carpet.CarpetReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Reading two real months, warm (141,090 rows), beside Carpet's own reading into the same records, and what the
 * fingerprint of these rows costs. The months are looked for in the folder of the system property mlops.shared.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ReadingBenchmark {
    private static final Path FOLDER =
            Path.of(System.getProperty("mlops.shared", "../../shared"), "data", "nyc-green-taxi");

    /** What a model of the trip's duration needs. */
    public record Trip(
            LocalDateTime lpep_pickup_datetime,
            LocalDateTime lpep_dropoff_datetime,
            int PULocationID,
            int DOLocationID,
            double trip_distance) {}

    private List<Path> months;
    private List<Trip> rows;

    @Setup
    public void months() {
        months = List.of(
                FOLDER.resolve("green_tripdata_2021-01.parquet"), FOLDER.resolve("green_tripdata_2021-02.parquet"));
        rows = new ArrayList<>();
        months.forEach(
                month -> rows.addAll(RecordReader.of(Trip.class).read(month).rows()));
    }

    @Benchmark
    public List<Dataset<Trip>> read() {
        return months.stream().map(RecordReader.of(Trip.class)::read).toList();
    }

    @Benchmark
    public List<List<Trip>> carpet() {
        return months.stream()
                .map(month -> {
                    try {
                        return new CarpetReader<>(month.toFile(), Trip.class).toList();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Benchmark
    public Fingerprint fingerprint() {
        return Dataset.of("two months", Trip.class, rows).fingerprint();
    }
}
