package dev.mlops.registry;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
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
import org.openjdk.jmh.infra.Blackhole;
import org.tribuo.math.protos.DenseTensorProto;
import org.tribuo.math.protos.LinearParametersProto;
import org.tribuo.protos.core.CategoricalIDInfoProto;
import org.tribuo.protos.core.ImmutableFeatureMapProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.RealIDInfoProto;
import org.tribuo.protos.core.VariableInfoProto;
import org.tribuo.regression.sgd.protos.RegressionLinearSGDProto;

/**
 * Loading the champion from a workspace in a folder: from memory, and from its files beside reading the same files and
 * parsing them bare. The model has 44,000 columns, as the best one of trip durations.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class LoadingBenchmark {
    private static final int COLUMNS = 44_000;
    private static final String CATEGORICAL = "org.tribuo.CategoricalIDInfo";
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
        registry.shared().forget("m", 1);
        return registry.load("m@champion");
    }

    /** The peer: the model from a folder, without a registry. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Model folder() {
        return Model.load(saved);
    }

    /**
     * The peer: the content of the three files in memory, as anybody must have it before making a model of it, and not a
     * hash, a check or an index. Both JSON files are read as trees, and of the estimator the messages inside its
     * {@code Any} are unpacked, too: the weights, and each feature's name and number.
     */
    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public void bare(Blackhole sink) throws IOException {
        sink.consume(JSON.readTree(Files.readAllBytes(saved.resolve("model.json"))));
        sink.consume(JSON.readTree(Files.readAllBytes(saved.resolve("vectorizer.json"))));
        ModelProto model = ModelProto.parseFrom(Files.readAllBytes(saved.resolve("estimator.pb")));
        RegressionLinearSGDProto linear =
                RegressionLinearSGDProto.parseFrom(model.getSerializedData().getValue());
        LinearParametersProto parameters = LinearParametersProto.parseFrom(
                linear.getParams().getSerializedData().getValue());
        sink.consume(DenseTensorProto.parseFrom(
                parameters.getWeightMatrix().getSerializedData().getValue()));
        ImmutableFeatureMapProto features = ImmutableFeatureMapProto.parseFrom(
                linear.getMetadata().getFeatureDomain().getSerializedData().getValue());
        for (VariableInfoProto feature : features.getInfoList()) {
            ByteString content = feature.getSerializedData().getValue();
            sink.consume(
                    feature.getClassName().equals(CATEGORICAL)
                            ? CategoricalIDInfoProto.parseFrom(content)
                            : RealIDInfoProto.parseFrom(content));
        }
    }
}
