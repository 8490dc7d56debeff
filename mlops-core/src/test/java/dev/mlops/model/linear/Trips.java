package dev.mlops.model.linear;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.annotation.Alias;
import dev.mlops.model.internal.SparseMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The real trips, prepared as the reference figures say, and vectorised as plainly as possible. */
final class Trips {
    record Row(
            @Alias("lpep_pickup_datetime") LocalDateTime pickup,
            @Alias("lpep_dropoff_datetime") LocalDateTime dropoff,
            @Alias("PULocationID") int from,
            @Alias("DOLocationID") int to,
            @Alias("trip_distance") double distance) {
        double minutes() {
            return Duration.between(pickup, dropoff).toNanos() / 6e10;
        }
    }

    static final Function<Row, List<String>> PAIR = row -> List.of(row.from() + "_" + row.to());
    static final Function<Row, List<String>> PLACES = row -> List.of("PU=" + row.from(), "DO=" + row.to());

    static Path folder() {
        String given = System.getProperty("mlops.shared");
        return Path.of(given == null ? "../../shared" : given).resolve("data/nyc-green-taxi");
    }

    static boolean present() {
        return Files.isDirectory(folder());
    }

    static List<Row> month(String month) {
        Path file = folder().resolve("green_tripdata_" + month + ".parquet");
        try {
            return new CarpetReader<>(file.toFile(), Row.class)
                    .toList().stream()
                            .filter(row -> row.minutes() >= 1 && row.minutes() <= 60)
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Columns in ascending order: the levels, then trip_distance. */
    static Map<String, Integer> columns(List<Row> rows, Function<Row, List<String>> levels) {
        TreeSet<String> names = new TreeSet<>();
        rows.forEach(row -> names.addAll(levels.apply(row)));
        names.add("trip_distance");
        Map<String, Integer> columns = new HashMap<>();
        names.forEach(name -> columns.put(name, columns.size()));
        return columns;
    }

    static Problem problem(List<Row> rows, Map<String, Integer> columns, Function<Row, List<String>> levels) {
        List<Integer> indices = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        int[] starts = new int[rows.size() + 1];
        double[] targets = new double[rows.size()];
        for (Row row : rows) {
            TreeSet<Integer> ones = new TreeSet<>();
            levels.apply(row).stream()
                    .filter(columns::containsKey)
                    .map(columns::get)
                    .forEach(ones::add);
            ones.forEach(column -> {
                indices.add(column);
                values.add(1.0);
            });
            indices.add(columns.get("trip_distance"));
            values.add(row.distance());
        }
        int k = 0;
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            k += 1
                    + (int) levels.apply(row).stream()
                            .filter(columns::containsKey)
                            .count();
            starts[r + 1] = k;
            targets[r] = row.minutes();
        }
        SparseMatrix matrix = new SparseMatrix(
                columns.size(),
                starts,
                indices.stream().mapToInt(Integer::intValue).toArray(),
                values.stream().mapToDouble(Double::doubleValue).toArray());
        return Problem.of(matrix, targets, Problem.ones(targets.length), column -> "column " + column);
    }

    static double rmse(Problem problem, Solution solution) {
        SparseMatrix matrix = problem.matrix();
        CompensatedSum sum = new CompensatedSum();
        for (int row = 0; row < matrix.rows(); row++) {
            double error = problem.targets()[row] - solution.intercept();
            for (int k = matrix.starts()[row]; k < matrix.starts()[row + 1]; k++) {
                error -= matrix.values()[k] * solution.weights()[matrix.indices()[k]];
            }
            sum.add(error * error);
        }
        return Math.sqrt(sum.value() / matrix.rows());
    }

    private Trips() {}
}
