package dev.mlops.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.tribuo.protos.core.ModelProto;

/**
 * Loading the champion from a workspace in a folder: from memory, and from its files beside reading the same files bare and
 * parsing them, without a hash or a check. The model has 44,000 columns, as the best one of trip durations.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class LoadingBenchmark {
    private static final int COLUMNS = 44_000;
    private static final JsonMapper JSON = new JsonMapper();

    private Path folder;
    private Path saved;
    private Workspace workspace;
    private ModelRegistry registry;

    /** A trip between two places. */
    public record Trip(String route, double distance, double duration) {}

    /** Registers. */
    @Setup
    public void register() throws IOException {
        List<Trip> trips = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            trips.add(new Trip("PU_DO=" + i % 263 + "_" + i / 263, i % 17, 5 + i % 31));
        }
        Dataset<Trip> rows = Dataset.of("trips", Trip.class, trips);
        Features features = Features.of(Feature.category("route"), Feature.number("distance"));
        Model model = Model.regression(features.fit(rows), "duration").train(new RidgeTrainer(1), rows);
        folder = Files.createTempDirectory("loading-benchmark");
        saved = folder.resolve("saved");
        model.save(saved);
        workspace = Workspace.open(folder.resolve("workspace"));
        registry = ModelRegistry.in(workspace);
        registry.alias(registry.register("m", model), "champion");
    }

    /** Removes what was made. */
    @TearDown
    public void remove() throws IOException {
        workspace.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    /** Where the alias points, from the database; the model, from memory. */
    @Benchmark
    public Model cached() {
        return registry.load("m@champion");
    }

    /** The same when it isn't in memory. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Model uncached() {
        registry.forget("m", 1);
        return registry.load("m@champion");
    }

    /** The peer: the model from a folder, without a registry. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Model folder() {
        return Model.load(saved);
    }

    /** The peer: the files read and parsed, and nothing made of them. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public int bare() throws IOException {
        ModelProto model = parsed(Files.readAllBytes(saved.resolve("estimator.pb")));
        JsonNode vectorizer = JSON.readTree(Files.readAllBytes(saved.resolve("vectorizer.json")));
        JsonNode manifest = JSON.readTree(Files.readAllBytes(saved.resolve("model.json")));
        return model.getSerializedSize() + vectorizer.size() + manifest.size();
    }

    private static ModelProto parsed(byte[] bytes) throws InvalidProtocolBufferException {
        return ModelProto.parseFrom(bytes);
    }
}
