package dev.mlops.storage.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.Subject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How SQLite reads what a search asks for. */
class PlanTest {
    private static final int RUNS = 5_000;
    private static final String EXPERIMENT = "e".repeat(32);

    @TempDir
    static Path folder;

    private static Database database;
    private static JdbcRunStore runs;

    @BeforeAll
    static void fill() {
        database = SqliteDatabase.open(folder.resolve("mlops.db"), SqliteDatabase.LOCK_TIMEOUT);
        runs = new JdbcRunStore(database, Plan.BOUNDS);
        runs.createExperiment(ExperimentData.of(EXPERIMENT, "trips", Instant.EPOCH));
        database.write("fill", "", session -> {
            for (int i = 0; i < RUNS; i++) {
                String id = "%032x".formatted(i);
                JdbcRunStore.create(session, new NewRun(id, EXPERIMENT, "run", null, "", "", Instant.ofEpochSecond(i)));
                RunWriter.of(session, id).write(change(i));
            }
            return "";
        });
    }

    private static RunChange change(int i) {
        return RunChange.builder()
                .param("seed", String.valueOf(i))
                .param("model", i % 2 == 0 ? "lasso" : "ridge")
                .metric(new MetricPoint("rmse", i * 7 % RUNS, 0, Instant.EPOCH))
                .metric(new MetricPoint("mae", i * 11 % RUNS, 0, Instant.EPOCH))
                .build();
    }

    @AfterAll
    static void close() {
        runs.close();
    }

    @Test
    void the_order_of_a_metric_in_one_experiment_is_an_index_walk() {
        assertThat(walk("params.model = 'lasso'", "metrics.rmse", true))
                .contains(
                        "SEARCH k0 USING COVERING INDEX mlops_latest_experiment (experiment=? AND key=? AND is_nan=?)")
                .doesNotContain("USE TEMP B-TREE FOR ORDER BY");
    }

    @Test
    void the_order_of_a_metric_over_all_is_an_index_walk_and_a_condition_on_it_a_range_of_that() {
        assertThat(walk("metrics.rmse < 10", "metrics.rmse desc", false))
                .contains("SEARCH k0 USING COVERING INDEX mlops_latest_value (key=? AND is_nan=? AND value<?)")
                .doesNotContain("TEMP B-TREE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start_time desc", "name", "id"})
    void the_order_of_an_indexed_column_is_an_index_walk_whatever_the_filter(String order) {
        assertThat(walk("status = 'RUNNING' and params.model = 'lasso'", order, false))
                .contains("SCAN s USING INDEX")
                .doesNotContain("mlops_runs_status")
                .doesNotContain("USE TEMP B-TREE FOR ORDER BY");
    }

    @Test
    void the_latest_of_one_experiment_is_an_index_walk() {
        assertThat(walk("", "start_time desc", true))
                .contains("SEARCH s USING INDEX mlops_runs_experiment (experiment=?)")
                .doesNotContain("TEMP B-TREE");
    }

    @Test
    void the_order_of_a_numeric_parameter_is_an_index_walk() {
        assertThat(walk("", "params.seed desc", false, 1))
                .contains("SEARCH k0 USING INDEX mlops_params_number (key=? AND number>?)")
                .doesNotContain("TEMP B-TREE");
    }

    @Test
    void the_order_of_a_parameter_of_words_is_an_index_walk() {
        assertThat(walk("", "params.model", false, 1))
                .contains("SEARCH k0 USING INDEX mlops_params_text (key=? AND is_text=?)")
                .doesNotContain("USE TEMP B-TREE FOR ORDER BY");
    }

    @Test
    void other_metrics_are_looked_up_for_each_run_on_the_way() {
        assertThat(walk("metrics.mae < 10", "metrics.rmse", false))
                .contains("CORRELATED SCALAR SUBQUERY")
                .contains("SEARCH x USING PRIMARY KEY (run=? AND key=?)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "params.seed = '77'",
                "params.seed = 77 and params.model = 'lasso'",
                "params.seed IN ('77', '78')",
                "metrics.rmse < 50",
                "metrics.rmse >= 4990 and status = 'RUNNING'",
                "params.seed = '1' or metrics.mae < 3 or id = '00000000000000000000000000000009'",
                "params.seed LIKE '77_'",
                "params.seed > '9990'"
            })
    void what_few_can_match_is_collected(String filter) {
        assertThat(few(filter)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "params.model = 'lasso'",
                "metrics.rmse > 50",
                "params.seed != '77'",
                "tags.team IS NULL",
                "params.seed = '77' or params.model = 'lasso'"
            })
    void what_many_can_match_is_not(String filter) {
        assertThat(few(filter)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "params.seed = '77'",
                "params.seed IN (77, 78)",
                "params.seed > '4990' and params.seed < '4994'",
                "metrics.rmse < 50 and params.model = 'lasso'",
                "params.model = 'lasso'",
                "params.seed LIKE '7_7' or metrics.mae < 3"
            })
    void collecting_and_walking_find_the_same(String filter) {
        Query query = Query.all(200)
                .where(Filter.parse(filter, Subject.RUNS))
                .orderBy(List.of(Order.parse("metrics.rmse", Subject.RUNS)));

        List<String> collected = names(query, new Plan.Bounds(RUNS - 1, RUNS - 1));

        assertThat(collected).isEqualTo(names(query, new Plan.Bounds(0, 0))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metrics.rmse < 50 | metrics.rmse | ",
                "metrics.rmse < 50 and params.model = 'lasso' | metrics.rmse desc | params.model = 'lasso'",
                "params.seed >= 77 and params.seed != 80 | params.seed | params.seed != 80",
                "metrics.rmse < 50 | metrics.mae | metrics.rmse < 50",
                "params.seed = '77' | params.seed | params.seed = '77'",
                "metrics.rmse < 50 or metrics.mae < 3 | metrics.rmse | metrics.rmse < 50 or metrics.mae < 3",
                "start_time < 50 | start_time | start_time < 50"
            })
    void what_bounds_a_walk_is_not_counted(String filter, String order, @Nullable String counted) {
        Filter expected = counted == null ? Filter.ALL : Filter.parse(counted, Subject.RUNS);

        Filter left = database.read("plan", "", session -> {
            Statements statements = statements(session, filter, order, List.of());
            return new Plan(session, statements, Plan.BOUNDS).unwalked();
        });

        assertThat(Plan.conjuncts(left)).isEqualTo(Plan.conjuncts(expected));
    }

    private static List<String> names(Query query, Plan.Bounds bounds) {
        return database
                .read("search", "", session -> new Search<>(session, Fields.RUNS, RunReader::read, bounds).page(query))
                .items()
                .stream()
                .map(RunData::id)
                .toList();
    }

    private static boolean few(String filter) {
        return database.read("collect", "", session -> {
            Set<Long> found = new Candidates(session, Fields.RUNS, List.of(), new Plan.Fixed(1_000))
                    .of(Filter.parse(filter, Subject.RUNS));
            return found != null;
        });
    }

    private static String walk(String filter, String order, boolean oneExperiment) {
        return walk(filter, order, oneExperiment, 0);
    }

    private static String walk(String filter, String order, boolean oneExperiment, int phase) {
        return database.read("explain", "", session -> {
            Statements statements = statements(session, filter, order, oneExperiment ? List.of(1L) : List.of());
            List<Phase> phases = statements.ordering().first().phases();
            Phase walked = phases.size() == 1 ? phases.get(0) : phases.get(phase);
            return explain(session, statements.walk(walked, null, 100));
        });
    }

    private static Statements statements(Session session, String filter, String order, List<Long> homes) {
        return new Statements(
                Fields.RUNS,
                session.dialect(),
                Filter.parse(filter, Subject.RUNS),
                homes,
                Lifecycle.ACTIVE,
                homes.isEmpty(),
                new Ordering(Fields.RUNS, List.of(Order.parse(order, Subject.RUNS))));
    }

    private static String explain(Session session, Sql sql) throws SQLException {
        Sql explained = new Sql().add("EXPLAIN QUERY PLAN ").add(sql);
        Stream<String> lines = session.list(row -> row.getString(4), explained).stream();
        return lines.collect(Collectors.joining("\n"));
    }
}
