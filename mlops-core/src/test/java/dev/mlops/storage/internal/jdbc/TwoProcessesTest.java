package dev.mlops.storage.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.testing.JavaProcess;
import dev.mlops.testing.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final int UPDATES = 300;

    @TempDir
    Path folder;

    @Test
    void two_processes_that_log_to_one_run_in_a_file_lose_nothing() throws Exception {
        check(folder.resolve("mlops.db").toUri());
    }

    @Test
    void two_processes_that_log_to_one_run_in_postgres_lose_nothing() throws Exception {
        check(PostgresServer.freshSchema());
    }

    private void check(URI uri) throws Exception {
        JdbcStores stores = open(uri);
        RunStore runs = stores.runs();
        runs.createExperiment(ExperimentData.of(ID, "trips", Instant.EPOCH));
        runs.createRun(new NewRun(ID, ID, "lasso", null, "", "", Instant.EPOCH));

        List<Process> processes = List.of(
                JavaProcess.start(Logger.class, uri.toString(), "one"),
                JavaProcess.start(Logger.class, uri.toString(), "two"));
        for (Process process : processes) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        RunData run = runs.findRun(ID).orElseThrow();
        assertThat(run.params()).hasSize(2 * UPDATES);
        assertThat(run.metrics()).hasEntrySatisfying("shared", latest -> assertThat(latest.step())
                .isEqualTo(UPDATES - 1));
        AtomicInteger points = new AtomicInteger();
        runs.history(ID, "shared", point -> points.incrementAndGet());
        assertThat(points).hasValue(UPDATES); // each was recorded by both, and once
        runs.close();
        stores.models().close();
    }

    private static JdbcStores open(URI uri) {
        return uri.getScheme().equals("file") ? JdbcStores.sqlite(Path.of(uri)) : JdbcStores.postgres(uri);
    }

    /** The other process. */
    static final class Logger {
        private Logger() {}

        public static void main(String[] args) {
            RunStore runs = open(URI.create(args[0])).runs();
            for (int i = 0; i < UPDATES; i++) {
                runs.update(
                        ID,
                        RunChange.builder()
                                .param(args[1] + " " + i, "v")
                                .metric(new MetricPoint("shared", i, i, Instant.EPOCH))
                                .tag("last", args[1])
                                .build());
            }
            System.exit(0);
        }
    }
}
