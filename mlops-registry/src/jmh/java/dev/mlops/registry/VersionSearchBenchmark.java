package dev.mlops.registry;

import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Searches by metric among 10,000 versions of a model, on both databases: medians in milliseconds. A program of its own,
 * since its data takes a while to make.
 *
 * <pre>
 * java -cp ... dev.mlops.registry.VersionSearchBenchmark [versions, 10000 by default] [sqlite | postgres]
 * </pre>
 */
public final class VersionSearchBenchmark {
    private static final int LIMIT = 100;
    private static final int REPEATS = 51;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private VersionSearchBenchmark() {}

    /** Measures on both databases, or on one. */
    public static void main(String[] args) throws Exception {
        int versions = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        if (args.length < 2 || args[1].equals("sqlite")) {
            Path folder = Files.createTempDirectory("version-search-benchmark");
            measure("sqlite", Storage.inFolder(folder), versions);
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        if (args.length < 2 || args[1].equals("postgres")) {
            try (EmbeddedPostgres postgres = start()) {
                URI uri = URI.create("jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres");
                measure("postgres", Storage.open(uri, URI.create("memory:/")), versions);
            }
        }
    }

    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    private static void measure(String name, Storage storage, int versions) {
        try (Workspace workspace = Workspace.builder(storage).build()) {
            fill(storage.models(), versions);
            ModelRegistry registry = ModelRegistry.in(workspace);
            VersionSearch all = registry.versions("m").limit(LIMIT);
            print(name + ": by a metric", all.orderBy("metrics.rmse"));
            print(
                    name + ": half of them, by a metric",
                    all.where("metrics.rmse < 10").orderBy("metrics.rmse"));
            print(
                    name + ": 1 in 100, by another",
                    all.where("metrics.rmse < 5.1").orderBy("metrics.mae desc"));
            print(
                    name + ": two metrics and a tag, by a metric",
                    all.where("metrics.rmse < 12 and metrics.mae < 8 and tags.team = 'eta'")
                            .orderBy("metrics.rmse"));
            print(name + ": half of them, the latest first", all.where("metrics.rmse < 10"));
        }
    }

    private static void print(String name, VersionSearch search) {
        double[] times = new double[REPEATS];
        for (int i = -REPEATS; i < REPEATS; i++) {
            long start = System.nanoTime();
            search.list();
            times[Math.max(0, i)] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        System.out.printf("%-50s %9.2f%n", name, times[REPEATS / 2]);
    }

    /** As a registry would, but without files. */
    private static void fill(ModelStore models, int versions) {
        Random random = new Random(1);
        models.createModel(new ModelData("m", "", Map.of(), new TreeMap<>(), START, START), entry(0, "create"));
        for (int i = 1; i <= versions; i++) {
            Map<String, Double> metrics =
                    new TreeMap<>(Map.of("rmse", 5 + 10 * random.nextDouble(), "mae", 4 + 10 * random.nextDouble()));
            for (int other = 0; other < 8; other++) {
                metrics.put("metric " + other, random.nextGaussian());
            }
            models.createVersion(
                    new NewVersion(
                            "m",
                            null,
                            "",
                            Map.of("alpha", String.valueOf(random.nextDouble()), "seed", String.valueOf(i)),
                            metrics,
                            Map.of("team", random.nextInt(10) == 0 ? "fraud" : "eta"),
                            START.plusSeconds(i)),
                    entry(0, "register"));
            models.change("m", new ModelChange.Status(i, VersionStatus.READY), entry(i, "ready"));
        }
    }

    private static AuditEntry entry(int version, String action) {
        return new AuditEntry("m", version, action, "", "", "", "ada", "", START);
    }
}
