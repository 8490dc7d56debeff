package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;

/**
 * Durable metrics a second in a file of SQLite, beside bare inserts into the same table by the same driver: in batches of
 * 1,000, and one by one. Both in turns, so that what else the machine does meets both; medians and their ratio are
 * printed.
 *
 * <pre>
 * java -cp ... dev.mlops.storage.internal.jdbc.WriteBenchmark
 * </pre>
 */
public final class WriteBenchmark {
    private static final int ROUNDS = 31;
    private static final int KEYS = 10;
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String INSERT =
            "INSERT INTO mlops_metrics (run, key, step, time, is_nan, value) VALUES (?, ?, ?, ?, ?, ?)";

    private long step;

    private WriteBenchmark() {}

    /** Measures both. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("write-benchmark");
        Path file = folder.resolve("mlops.db");
        try (RunStore runs = JdbcStores.sqlite(file).runs();
                Connection bare = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            runs.createExperiment(ExperimentData.of(ID, "trips", Instant.EPOCH));
            runs.createRun(new NewRun(ID, ID, "lasso", null, "", "", Instant.EPOCH));
            try (Statement statement = bare.createStatement()) {
                statement.execute("PRAGMA synchronous = FULL");
            }
            bare.setAutoCommit(false);
            WriteBenchmark benchmark = new WriteBenchmark();
            benchmark.compare("batches of 1,000", 20, 1_000, runs, bare);
            benchmark.compare("one by one", 500, 1, runs, bare);
        }
    }

    private void compare(String name, int calls, int size, RunStore runs, Connection bare) throws SQLException {
        double[] ours = new double[ROUNDS];
        double[] bares = new double[ROUNDS];
        for (int round = -10; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                update(runs, size);
            }
            long middle = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                insert(bare, size);
            }
            if (round >= 0) {
                ours[round] = calls * size / ((middle - start) / 1e9);
                bares[round] = calls * size / ((System.nanoTime() - middle) / 1e9);
            }
        }
        Arrays.sort(ours);
        Arrays.sort(bares);
        double one = ours[ROUNDS / 2];
        double other = bares[ROUNDS / 2];
        System.out.printf("%-20s %,12.0f metrics/s, bare %,12.0f, ratio %.2f%n", name, one, other, one / other);
    }

    private void update(RunStore runs, int size) {
        RunChange.Builder change = RunChange.builder();
        for (int i = 0; i < size; i++) {
            change.metric(new MetricPoint("metric " + i % KEYS, i * 0.1, step + i / KEYS, Instant.EPOCH));
        }
        step += size;
        runs.update(ID, change.build());
    }

    private void insert(Connection bare, int size) throws SQLException {
        try (PreparedStatement insert = bare.prepareStatement(INSERT)) {
            for (int i = 0; i < size; i++) {
                insert.setLong(1, 2);
                insert.setString(2, "metric " + i % KEYS);
                insert.setLong(3, step + i / KEYS);
                insert.setLong(4, 0);
                insert.setInt(5, 0);
                insert.setDouble(6, i * 0.1);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        step += size;
        bare.commit();
    }
}
