package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Runs to search in: 10 metrics each, 20 experiments, made from a seed. */
final class BenchmarkData {
    static final int EXPERIMENTS = 20;
    private static final int METRICS = 8;
    private static final int PER_TRANSACTION = 1_000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> MODELS = List.of("lasso", "ridge", "linear", "tree");

    private BenchmarkData() {}

    static void fill(Database database, int runs) {
        JdbcStores stores = JdbcStores.of(database);
        for (int i = 0; i < EXPERIMENTS; i++) {
            stores.runs().createExperiment(ExperimentData.of(id(i), "experiment " + i, START));
        }
        Random random = new Random(1);
        for (int from = 0; from < runs; from += PER_TRANSACTION) {
            int first = from;
            database.write("fill", "", session -> {
                for (int i = first; i < Math.min(runs, first + PER_TRANSACTION); i++) {
                    JdbcRunStore.create(session, run(i));
                    RunWriter.of(session, id(i)).write(change(i, random));
                }
                return "";
            });
        }
    }

    static String id(int i) {
        return "%032x".formatted(i);
    }

    private static NewRun run(int i) {
        String main = "Train";
        return new NewRun(id(i), id(i % EXPERIMENTS), "run " + i, null, "ada", main, START.plusSeconds(i));
    }

    private static RunChange change(int i, Random random) {
        RunChange.Builder change = RunChange.builder()
                .param("alpha", String.valueOf(random.nextInt(1_000) / 1_000.0))
                .param("model", MODELS.get(random.nextInt(MODELS.size())))
                .param("seed", String.valueOf(i))
                .tag("team", random.nextInt(10) == 0 ? "fraud" : "eta")
                .metric(new MetricPoint("rmse", 5 + 10 * random.nextDouble(), 0, START))
                .metric(new MetricPoint("mae", 4 + 10 * random.nextDouble(), 0, START));
        for (int m = 0; m < METRICS; m++) {
            change.metric(new MetricPoint("metric " + m, random.nextGaussian(), 0, START));
        }
        return change.build();
    }
}
