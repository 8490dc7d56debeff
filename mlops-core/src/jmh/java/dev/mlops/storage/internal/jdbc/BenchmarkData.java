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

    private final Database database;
    private final Random random = new Random(1);
    private int made;

    /** Makes the experiments. */
    BenchmarkData(Database database) {
        this.database = database;
        for (int i = 0; i < EXPERIMENTS; i++) {
            ExperimentData experiment = ExperimentData.of(id(i), "experiment " + i, START);
            database.write("fill", "", session -> {
                new Experiments(session).create(experiment);
                return "";
            });
        }
    }

    /** Makes more runs, until there are so many. */
    void growTo(int runs) {
        while (made < runs) {
            int end = Math.min(runs, made + PER_TRANSACTION);
            database.write("fill", "", session -> {
                for (; made < end; made++) {
                    JdbcRunStore.create(session, run(made));
                    RunWriter.of(session, id(made)).write(change(made));
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

    private RunChange change(int i) {
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
