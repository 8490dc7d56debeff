package dev.mlops.examples.trips;

import dev.mlops.StorageUnavailableException;
import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Feasibility;
import dev.mlops.pipeline.Param;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.Step;
import dev.mlops.registry.TrainingPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The pipelines of the trip-duration task. All take {@code --json} and {@code --workspace}, which the program reads. */
final class TripPipelines {
    static final String JSON = "json";
    static final String WORKSPACE = "workspace";
    static final String TRAIN_DATA = "train_data";
    static final String FIRST = "first";
    static final int DEFAULT_PORT = 9696;
    static final Path DEFAULT_WORKSPACE = Path.of("mlops");

    private static final int MODELS_AT_ONCE = 2;

    private TripPipelines() {}

    /** Trains one model and measures it. */
    static Pipeline<TripResult> train() {
        Pipeline.Builder p = Pipeline.named("train").describe("Trains a model of how long a taxi trip takes.");
        Step<TripMonths> months = months(p);
        Param<TripModel> model = p.param("model", TripModel.class, TripModel.BEST)
                .describe("the kind of model; best is the one that we recommend");
        Param<Optional<Double>> alpha = p.optionalParam("alpha", Double.class)
                .describe("the strength of the penalty; each kind of model has a default")
                .check("at least 0 and finite", a -> a.orElse(0.0) >= 0 && a.orElse(0.0) < Double.POSITIVE_INFINITY);
        Param<Optional<TripFeatures>> features = p.optionalParam("features", TripFeatures.class)
                .describe("what the model learns from; each kind of model has a default");
        workspace(p);
        Step<TripPlan> plan = p.step("plan", model, alpha, features, TripPlan::of);
        return p.build(p.step("train", plan, months, TripResult::of));
    }

    /** Trains the model that we recommend, where there is none yet. */
    static Pipeline<TripResult> first() {
        Pipeline.Builder p = Pipeline.named(FIRST).describe("Trains the first champion.");
        Param<Path> train = p.param(TRAIN_DATA, Path.class).describe("trips to learn from");
        Param<Optional<Path>> later = p.optionalParam("val_data", Path.class)
                .describe("later trips, to measure on; by default the latest fifth, which isn't learnt from then");
        workspace(p);
        Step<Dataset<Trip>> loadTrain = p.step("load-train", train, Trips::read);
        Step<Optional<Dataset<Trip>>> loadLater = p.step("load-val", later, file -> file.map(Trips::read));
        Step<TripMonths> months = p.step("months", loadTrain, loadLater, TripMonths::of);
        return p.build(p.step("train", months, trips -> TripResult.of(TripPlan.of(TripModel.BEST), trips)));
    }

    /** What to serve. */
    static Pipeline<TripService.Options> serve() {
        Pipeline.Builder p = Pipeline.named("serve").describe("Answers at a port with the workspace's champion.");
        Param<Path> workspace = workspace(p);
        Param<Integer> port = p.param("port", Integer.class, DEFAULT_PORT)
                .describe("where it listens on this machine; 0 for a free port")
                .check("0 to 65535", number -> number >= 0 && number <= 65_535);
        Param<Optional<Path>> train = p.optionalParam(TRAIN_DATA, Path.class)
                .describe("trips that the first champion learns from; generated ones by default");
        Param<Optional<Path>> later = p.optionalParam("val_data", Path.class)
                .describe("later trips, to measure it on; by default the latest fifth, which isn't learnt from then");
        Param<Optional<Path>> zones = p.optionalParam("zones", Path.class)
                .describe("the names of the zones; by default the taxi_zone_lookup.csv beside the trips");
        return p.build(p.step("options", workspace, port, train, later, zones, TripService.Options::new));
    }

    /** Trains every kind of model, ranks them by their error on the validation trips, and compares with the baselines. */
    static Pipeline<TripComparison> compare() {
        Pipeline.Builder p = Pipeline.named("compare").describe("Trains every kind of model and compares them.");
        Step<TripMonths> months = months(p);
        workspace(p);
        Step<List<TripPlan>> plans = p.step("plans", TripPipelines::plans);
        Step<List<TripResult>> results = p.map("train", plans, months, MODELS_AT_ONCE, TripResult::of);
        Step<List<TripResult>> leaderboard = p.step("leaderboard", results, TripPipelines::ranked);
        Step<Feasibility> feasibility = p.step("is-it-worth-it", months, results, TripPipelines::feasibility);
        return p.build(p.step("compare", leaderboard, feasibility, TripComparison::new));
    }

    /** What of {@link #train} or {@link #first} the registry needs to reproduce a version or train it anew. */
    static TrainingPipeline<TripResult> training(Pipeline<TripResult> pipeline) {
        return TrainingPipeline.of(pipeline).model(TripResult::model).metrics(TripResult::metrics);
    }

    /** The same of {@link #compare} for one kind of model. */
    static TrainingPipeline<TripComparison> training(String model) {
        return TrainingPipeline.of(compare())
                .model(comparison -> comparison.of(model).model())
                .metrics(comparison -> comparison.of(model).metrics());
    }

    private static Step<TripMonths> months(Pipeline.Builder p) {
        Param<Path> train =
                p.param(TRAIN_DATA, Path.class).describe("trips to learn from, a .parquet, .csv or .csv.gz file");
        Param<Path> validation = p.param("val_data", Path.class).describe("later trips, to compare models on");
        Param<Optional<Path>> test =
                p.optionalParam("test_data", Path.class).describe("still later trips, to measure once");
        Step<Dataset<Trip>> loadTrain = p.step("load-train", train, Trips::read);
        Step<Dataset<Trip>> loadValidation = p.step("load-val", validation, Trips::read);
        Step<Optional<Dataset<Trip>>> loadTest = p.step("load-test", test, file -> file.map(Trips::read));
        return p.step("months", loadTrain, loadValidation, loadTest, TripMonths::new);
    }

    /** Declares where files go, and whether programs or people read what is printed. */
    static Param<Path> workspace(Pipeline.Builder p) {
        p.param(JSON, Boolean.class, false).describe("prints one JSON object a line and nothing else");
        return p.param(WORKSPACE, Path.class, DEFAULT_WORKSPACE).describe("the folder for models and reports");
    }

    /**
     * Makes a folder and those above it.
     *
     * @throws StorageUnavailableException if a file is in the way, or nothing may be made there
     */
    static Path makeFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StorageUnavailableException(
                    "folder '" + folder + "' can't be made: " + e + ", expected --workspace in a writable folder", e);
        }
    }

    private static List<TripPlan> plans() {
        return EnumSet.allOf(TripModel.class).stream().map(TripPlan::of).toList();
    }

    private static List<TripResult> ranked(List<TripResult> results) {
        return results.stream()
                .sorted(Comparator.comparingDouble(result -> result.score().valRmse()))
                .toList();
    }

    private static Feasibility feasibility(TripMonths months, List<TripResult> results) {
        Feasibility.Builder feasibility =
                Feasibility.builder().groupedBy("PULocationID", "DOLocationID").trainedOn(months.train());
        for (TripResult result : results) {
            if (result.plan().model().isBaseline()) {
                feasibility.baseline(result.score().model(), result.validation());
            } else {
                feasibility.candidate(result.score().model(), result.validation());
            }
        }
        return feasibility.assess();
    }
}
