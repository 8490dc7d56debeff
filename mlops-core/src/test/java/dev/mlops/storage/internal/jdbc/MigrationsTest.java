package dev.mlops.storage.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Query;
import dev.mlops.testing.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
    private static final int OPENERS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void many_that_open_a_fresh_file_at_once_all_find_one_schema() throws Exception {
        for (int i = 0; i < 40; i++) {
            Path file = folder.resolve("race-" + i + ".db");
            openAtOnce(() -> SqliteDatabase.open(file, TIMEOUT));
        }
    }

    @Test
    void many_that_open_a_fresh_schema_of_postgres_at_once_all_find_one_schema() throws Exception {
        for (int i = 0; i < 10; i++) {
            URI uri = PostgresServer.freshSchema();
            openAtOnce(() -> PostgresPool.open(uri));
        }
    }

    /** Each writes as soon as it is open, so that one that came too early would fail. */
    private static void openAtOnce(Supplier<Database> open) throws Exception {
        CyclicBarrier start = new CyclicBarrier(OPENERS);
        ExecutorService executor = Executors.newFixedThreadPool(OPENERS);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < OPENERS; i++) {
            String id = "%032x".formatted(i);
            ends.add(executor.submit(() -> {
                start.await(60, TimeUnit.SECONDS);
                try (var runs = new JdbcRunStore(open.get(), Plan.BOUNDS)) {
                    runs.createExperiment(ExperimentData.of(id, id, Instant.EPOCH));
                }
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }
        executor.shutdown();
        try (var runs = new JdbcRunStore(open.get(), Plan.BOUNDS)) {
            assertThat(runs.searchExperiments(Query.all(99)).items()).hasSize(OPENERS);
        }
    }

    @Test
    void a_file_of_a_newer_library_is_refused_with_both_numbers() {
        Path file = folder.resolve("newer.db");
        age(SqliteDatabase.open(file, TIMEOUT));

        assertThatThrownBy(() -> JdbcStores.sqlite(file))
                .isInstanceOf(InvalidException.class)
                .hasMessage(file + " has schema 1000, this library knows schemas up to " + Migrations.LATEST
                        + ": use a newer one");
    }

    @Test
    void a_postgres_database_of_a_newer_library_is_refused_with_both_numbers() {
        URI uri = PostgresServer.freshSchema();
        age(PostgresPool.open(uri));

        assertThatThrownBy(() -> JdbcStores.postgres(uri))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("has schema 1000, this library knows schemas up to " + Migrations.LATEST);
    }

    private static void age(Database database) {
        database.write("age", "", session -> session.update("UPDATE mlops_schema SET version = 1000"));
        database.closeAll();
    }

    @Test
    void a_file_that_is_opened_again_keeps_its_schema_and_what_is_in_it() {
        Path file = folder.resolve("again.db");
        JdbcStores first = JdbcStores.sqlite(file);
        first.runs().createExperiment(ExperimentData.of("0".repeat(32), "trips", Instant.EPOCH));
        close(first);

        JdbcStores second = JdbcStores.sqlite(file);

        assertThat(second.runs().findExperiment("0".repeat(32))).isPresent();
        close(second);
    }

    private static void close(JdbcStores stores) {
        stores.runs().close();
        stores.models().close();
    }
}
