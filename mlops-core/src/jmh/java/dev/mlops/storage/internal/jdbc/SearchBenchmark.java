package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.spi.Subject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Searches beside SQL written by hand for the same question and the same tables, on both databases: medians in
 * milliseconds, and their ratio. A program of its own, since what it measures takes milliseconds and needs data that takes
 * minutes to make.
 *
 * <pre>
 * java -cp ... dev.mlops.storage.internal.jdbc.SearchBenchmark [runs, 100000 by default] [sqlite | postgres]
 * </pre>
 */
public final class SearchBenchmark {
    private static final int LIMIT = 100;
    private static final int WARM_UP = 50;
    private static final int REPEATS = 51;
    private static final String ONE = " AND l.experiment = 8";

    private record Question(String name, String filter, String order, boolean one, String byHand) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question(
                    "one of 20 experiments, by a metric",
                    "",
                    "metrics.rmse",
                    true,
                    "SELECT l.run FROM mlops_latest l CROSS JOIN mlops_runs s WHERE l.key = 'rmse' AND l.is_nan = 0"
                            + ONE + " AND s.seq = l.run AND s.active = 1 ORDER BY l.value LIMIT 100"),
            new Question(
                    "a metric that nearly all match, by it",
                    "metrics.rmse < 14.9",
                    "metrics.rmse",
                    false,
                    "SELECT l.run FROM mlops_latest l CROSS JOIN mlops_runs s WHERE l.key = 'rmse' AND l.is_nan = 0"
                            + " AND l.value < 14.9 AND s.seq = l.run AND s.active = 1 ORDER BY l.value LIMIT 100"),
            new Question(
                    "a metric that nearly all match, by another",
                    "metrics.mae < 13.9",
                    "metrics.rmse desc",
                    false,
                    "SELECT l.run FROM mlops_latest l CROSS JOIN mlops_runs s WHERE l.key = 'rmse' AND l.is_nan = 0"
                            + " AND s.seq = l.run AND s.active = 1 AND EXISTS (SELECT 1 FROM mlops_latest x"
                            + " WHERE x.run = l.run AND x.key = 'mae' AND x.is_nan = 0 AND x.value < 13.9)"
                            + " ORDER BY l.value DESC LIMIT 100"),
            new Question(
                    "one experiment and three conditions, by a metric",
                    "metrics.mae < 9 and params.model = 'lasso' and tags.team = 'eta'",
                    "metrics.rmse",
                    true,
                    "SELECT l.run FROM mlops_latest l CROSS JOIN mlops_runs s WHERE l.key = 'rmse' AND l.is_nan = 0"
                            + ONE + " AND s.seq = l.run AND s.active = 1 AND (SELECT 1 FROM mlops_latest x"
                            + " WHERE x.run = l.run AND x.key = 'mae' AND x.is_nan = 0 AND x.value < 9) = 1"
                            + " AND (SELECT 1 FROM mlops_params p WHERE p.run = l.run AND p.key = 'model'"
                            + " AND p.value = 'lasso') = 1 AND (SELECT 1 FROM mlops_tags t WHERE t.run = l.run"
                            + " AND t.key = 'team' AND t.value = 'eta') = 1 ORDER BY l.value LIMIT 100"),
            new Question(
                    "a metric that 1 in 200 match, by another",
                    "metrics.mae < 4.05",
                    "metrics.rmse",
                    false,
                    "WITH few AS MATERIALIZED (SELECT x.run FROM mlops_latest x WHERE x.key = 'mae' AND x.is_nan = 0"
                            + " AND x.value < 4.05 LIMIT 1000) SELECT few.run FROM few CROSS JOIN mlops_runs s CROSS JOIN"
                            + " mlops_latest l WHERE l.run = s.seq AND l.key = 'rmse' AND s.seq = few.run"
                            + " AND s.active = 1 ORDER BY l.value LIMIT 100"),
            new Question(
                    "a parameter that one matches",
                    "params.seed = '777'",
                    "metrics.rmse",
                    false,
                    "SELECT p.run FROM mlops_params p CROSS JOIN mlops_runs s JOIN mlops_latest l ON l.run = s.seq"
                            + " AND l.key = 'rmse' WHERE p.key = 'seed' AND p.is_text = 0 AND substr(p.value, 1, 200) = '777'"
                            + " AND s.seq = p.run AND s.active = 1 ORDER BY l.value LIMIT 100"),
            new Question(
                    "a tag that 9 in 10 match, the latest first",
                    "tags.team = 'eta'",
                    "",
                    false,
                    "SELECT s.seq FROM mlops_runs s WHERE s.active = 1 AND EXISTS (SELECT 1 FROM mlops_tags t"
                            + " WHERE t.run = s.seq AND t.key = 'team' AND t.value = 'eta')"
                            + " ORDER BY s.start_time DESC LIMIT 100"),
            new Question(
                    "all that are FINISHED (none), by a metric",
                    "status = 'FINISHED'",
                    "metrics.rmse",
                    false,
                    "SELECT s.seq FROM mlops_runs s CROSS JOIN mlops_latest l WHERE l.run = s.seq AND l.key = 'rmse'"
                            + " AND s.status = 'FINISHED' AND s.active = 1 ORDER BY l.value LIMIT 100"),
            new Question(
                    "by a parameter that is a number",
                    "metrics.rmse > 5.1",
                    "params.alpha desc",
                    false,
                    "SELECT p.run FROM mlops_params p CROSS JOIN mlops_runs s WHERE p.key = 'alpha'"
                            + " AND p.number IS NOT NULL AND s.seq = p.run AND s.active = 1 AND EXISTS (SELECT 1"
                            + " FROM mlops_latest x WHERE x.run = p.run AND x.key = 'rmse' AND x.is_nan = 0"
                            + " AND x.value > 5.1) ORDER BY p.number DESC LIMIT 100"));

    private SearchBenchmark() {}

    /** Measures on both databases, or on one. */
    public static void main(String[] args) throws Exception {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        if (args.length < 2 || args[1].equals("sqlite")) {
            Path folder = Files.createTempDirectory("search-benchmark");
            grow("SQLite", SqliteDatabase.open(folder.resolve("mlops.db"), Duration.ofSeconds(30)), runs);
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(each -> each.toFile().delete());
            }
            Files.delete(folder);
        }
        if (args.length < 2 || args[1].equals("postgres")) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
                String uri = "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres";
                grow("PostgreSQL", PostgresPool.open(URI.create(uri)), runs);
            }
        }
    }

    /** Measures with a hundredth of the runs, a tenth, and all. */
    private static void grow(String name, Database database, int runs) throws Exception {
        BenchmarkData data = new BenchmarkData(database);
        for (int size : new int[] {runs / 100, runs / 10, runs}) {
            long start = System.nanoTime();
            data.growTo(size);
            settle(database);
            System.out.printf(
                    "%n%s, %,d runs, filled in %,d ms%n", name, size, (System.nanoTime() - start) / 1_000_000);
            measure(database);
        }
        database.closeAll();
    }

    /** What PostgreSQL does by itself within a minute after so many rows. */
    private static void settle(Database database) throws SQLException {
        if (database instanceof PostgresDatabase) {
            Session session = database.reader();
            session.update("VACUUM ANALYZE");
            database.giveBack(session);
        }
    }

    static void measure(Database database) throws Exception {
        RunStore store = new JdbcRunStore(database, Plan.BOUNDS);
        for (Question question : QUESTIONS) {
            compare(database, store, question, WARM_UP);
        }
        System.out.printf("%-50s %9s %9s %6s%n", "", "search", "by hand", "ratio");
        for (Question question : QUESTIONS) {
            double[] medians = compare(database, store, question, REPEATS);
            System.out.printf(
                    "%-50s %9.2f %9.2f %6.2f%n", question.name, medians[0], medians[1], medians[0] / medians[1]);
        }
    }

    /** The medians of both, done in turns. */
    private static double[] compare(Database database, RunStore store, Question question, int repeats) {
        double[] ours = new double[repeats];
        double[] byHand = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            search(store, question);
            long middle = System.nanoTime();
            database.read("read", "", session -> byHand(session.connection(), question.byHand));
            byHand[i] = (System.nanoTime() - middle) / 1e6;
            ours[i] = (middle - start) / 1e6;
        }
        Arrays.sort(ours);
        Arrays.sort(byHand);
        return new double[] {ours[repeats / 2], byHand[repeats / 2]};
    }

    private static Object search(RunStore store, Question question) {
        List<Order> order = question.order.isEmpty() ? List.of() : List.of(Order.parse(question.order, Subject.RUNS));
        Query query = Query.all(LIMIT)
                .within(question.one ? Set.of(BenchmarkData.id(7)) : Set.of())
                .where(Filter.parse(question.filter, Subject.RUNS))
                .orderBy(order);
        return store.searchRuns(query).items();
    }

    private static Object byHand(Connection connection, String sql) throws SQLException {
        List<Object[]> rows = rows(connection, sql);
        String runs =
                String.join(",", rows.stream().map(row -> row[0].toString()).toList());
        List<Object[]> all = new ArrayList<>(rows);
        if (!rows.isEmpty()) {
            all.addAll(rows(connection, "SELECT * FROM mlops_runs WHERE seq IN (" + runs + ")"));
            for (String table : List.of("mlops_params", "mlops_tags", "mlops_latest", "mlops_datasets")) {
                all.addAll(rows(connection, "SELECT * FROM " + table + " WHERE run IN (" + runs + ")"));
            }
        }
        return all;
    }

    private static List<Object[]> rows(Connection connection, String sql) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                Object[] row = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getObject(i + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
