package dev.mlops.tracking;

import dev.mlops.storage.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Metrics that a run brings to disk in a folder, beside bare inserts into the same table of the same file by the same
 * driver: 20,000 and a flush beside as many in one transaction, and one by one with a flush after each; while the file holds
 * 1,000, 10,000 and 100,000 runs of 10 metrics. Then histories, beside a bare query. Both in turns, so that what else the
 * machine does meets both; medians and their ratio are printed.
 *
 * <pre>
 * java -cp ... dev.mlops.tracking.DurableLoggingBenchmark [runs, 100000 by default]
 * </pre>
 */
public final class DurableLoggingBenchmark {
    private static final int ROUNDS = 15;
    private static final int KEYS = 10;
    private static final int BULK = 20_000;
    private static final int SINGLES = 100;
    private static final int DRAWN = 1_000;

    /** A sequence that no run has. */
    private static final int BARE_RUN = 1_000_000_000;

    private static final String INSERT =
            "INSERT INTO mlops_metrics (run, key, step, time, is_nan, value) VALUES (?, ?, ?, ?, ?, ?)";
    private static final String ROWS =
            "WITH RECURSIVE runs(n) AS (SELECT %d UNION ALL SELECT n + 1 FROM runs WHERE n < %d),"
                    + " keys(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM keys WHERE k < 9)"
                    + " SELECT 1000 + n, 'metric ' || k, %s 0, 0, 0, n * 0.1 FROM runs, keys";

    private final ActiveRun run;
    private final Connection bare;
    private long step;

    /** What is measured. */
    private interface Work {
        void run() throws SQLException;
    }

    private DurableLoggingBenchmark(ActiveRun run, Connection bare) {
        this.run = run;
        this.bare = bare;
    }

    /** Measures all of it. */
    public static void main(String[] args) throws Exception {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Path folder = Files.createTempDirectory("durable-logging-benchmark");
        try (Workspace workspace = Workspace.open(folder);
                Connection bare = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mlops.db"))) {
            Experiment experiment = Experiment.named("benchmark").in(workspace);
            try (ActiveRun run = experiment.start("logging")) {
                run.flush();
                try (Statement statement = bare.createStatement()) {
                    statement.execute("PRAGMA synchronous = FULL");
                    statement.execute("PRAGMA wal_autocheckpoint = 4000"); // as the store has it
                }
                bare.setAutoCommit(false);
                DurableLoggingBenchmark benchmark = new DurableLoggingBenchmark(run, bare);
                benchmark.logging(runs);
                benchmark.histories(experiment);
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    private void logging(int runs) throws SQLException {
        System.out.printf("%-40s %12s %12s %6s%n", "metrics a second", "logged", "bare", "ratio");
        int filled = 0;
        for (int size : new int[] {runs / 100, runs / 10, runs}) {
            fill(filled + 1, size);
            filled = size;
            double[] bulk = medians(this::logBulk, this::insertBulk);
            print("durable, " + size + " runs", BULK / bulk[0], BULK / bulk[1], bulk[1] / bulk[0]);
            double[] single = medians(this::logSingles, this::insertSingles);
            print("one by one, " + size + " runs", SINGLES / single[0], SINGLES / single[1], single[1] / single[0]);
        }
    }

    /** Rows as those of runs from one number to another. */
    private void fill(int from, int to) throws SQLException {
        try (Statement statement = bare.createStatement()) {
            String columns = "run, key, %s step, time, is_nan, value";
            statement.execute(
                    "INSERT INTO mlops_metrics (" + columns.formatted("") + ") " + ROWS.formatted(from, to, ""));
            statement.execute("INSERT INTO mlops_latest (" + columns.formatted("experiment,") + ") "
                    + ROWS.formatted(from, to, "1,"));
        }
        bare.commit();
    }

    private void logBulk() {
        for (int i = 0; i < BULK; i++) {
            run.metric("metric " + i % KEYS, step + i / KEYS, i * 0.1);
        }
        step += BULK;
        run.flush();
    }

    private void insertBulk() throws SQLException {
        insert(BULK);
    }

    private void logSingles() {
        for (int i = 0; i < SINGLES; i++) {
            run.metric("metric " + i % KEYS, step++, i * 0.1);
            run.flush();
        }
    }

    private void insertSingles() throws SQLException {
        for (int i = 0; i < SINGLES; i++) {
            insert(1);
        }
    }

    private void insert(int size) throws SQLException {
        try (PreparedStatement insert = bare.prepareStatement(INSERT)) {
            for (int i = 0; i < size; i++) {
                insert.setLong(1, BARE_RUN);
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

    private void histories(Experiment experiment) throws SQLException {
        System.out.printf("%n%-40s %12s %12s %6s%n", "milliseconds", "streamed", "bare", "ratio");
        for (int points : new int[] {1_000, 10_000, 100_000}) {
            String key = points + " points";
            for (int i = 0; i < points; i++) {
                run.metric(key, i, Math.sin(i));
            }
            run.flush();
            MetricHistory history = experiment.get(run.id()).history(key);
            double[] all = medians(() -> history.forEach(point -> {}), () -> select(key));
            print(key, all[0] * 1e3, all[1] * 1e3, all[0] / all[1]);
            double[] drawn = medians(() -> history.sample(DRAWN), () -> select(key));
            print(key + ", down to " + DRAWN, drawn[0] * 1e3, drawn[1] * 1e3, drawn[0] / drawn[1]);
        }
    }

    private void select(String key) throws SQLException {
        List<double[]> values = new ArrayList<>();
        try (PreparedStatement select = bare.prepareStatement(
                "SELECT step, time, is_nan, value FROM mlops_metrics"
                        + " WHERE run = (SELECT seq FROM mlops_runs WHERE id = ?) AND key = ? ORDER BY step, time, is_nan, value")) {
            select.setString(1, run.id());
            select.setString(2, key);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    values.add(new double[] {row.getLong(1), row.getLong(2), row.getInt(3), row.getDouble(4)});
                }
            }
        }
        bare.commit();
    }

    private static void print(String name, double one, double other, double ratio) {
        System.out.printf("%-40s %,12.1f %,12.1f %6.2f%n", name, one, other, ratio);
    }

    /** The medians of both in seconds. */
    private static double[] medians(Work one, Work other) throws SQLException {
        double[] ones = new double[ROUNDS];
        double[] others = new double[ROUNDS];
        for (int round = -5; round < ROUNDS; round++) {
            long start = System.nanoTime();
            one.run();
            long middle = System.nanoTime();
            other.run();
            if (round >= 0) {
                ones[round] = (middle - start) / 1e9;
                others[round] = (System.nanoTime() - middle) / 1e9;
            }
        }
        Arrays.sort(ones);
        Arrays.sort(others);
        return new double[] {ones[ROUNDS / 2], others[ROUNDS / 2]};
    }
}
