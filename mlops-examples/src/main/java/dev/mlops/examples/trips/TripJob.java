package dev.mlops.examples.trips;

import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Param;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.Step;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole job on a machine that has no trips: make some, compare all models on them, and ask the best a question. */
final class TripJob {
    private static final long SEED = 20210101;
    private static final String TRIPS = "trips";
    private static final int TRIPS_A_MONTH = 20_000;
    private static final List<YearMonth> MONTHS =
            List.of(YearMonth.of(2021, 1), YearMonth.of(2021, 2), YearMonth.of(2021, 3));

    private final PrintStream out;

    TripJob(PrintStream out) {
        this.out = out;
    }

    void run(Args args) throws IOException {
        Pipeline<List<Path>> generate = generation();
        try (TripTracking tracking = TripTracking.open(generate.resolve(args))) {
            run(tracking, tracking.run(generate, args));
        }
    }

    /** Makes trips in the workspace, and gives the files of the months to learn from, to compare on and to measure on once. */
    static List<Path> generate(TripTracking tracking, Path workspace) {
        Args args = Args.of(Map.of(TripPipelines.WORKSPACE, workspace));
        return tracking.run(generation(), args).result();
    }

    private void run(TripTracking tracking, PipelineRun<List<Path>> generated) throws IOException {
        Map<String, Object> arguments = new HashMap<>(generated.parameters());
        arguments.put("train_data", generated.result().get(0));
        arguments.put("val_data", generated.result().get(1));
        arguments.put("test_data", generated.result().get(2));
        PipelineRun<TripComparison> run = tracking.run(TripPipelines.compare(), Args.of(arguments));
        tracking.record(run, run.result().leaderboard());
        TripOutput output = TripOutput.of(run, out);
        output.comparison(run);
        output.runs(tracking);
        TripResult best = run.result().leaderboard().get(0);
        output.saved(best.model());
        output.answer();
    }

    /** Makes three months of trips in the workspace. */
    private static Pipeline<List<Path>> generation() {
        Pipeline.Builder p = Pipeline.named("generate").describe("Makes three months of trips.");
        Param<Path> workspace = TripPipelines.workspace(p);
        Step<Path> folder = p.step("folder", workspace, TripJob::folder);
        Step<List<YearMonth>> months = p.step("months", () -> MONTHS);
        return p.build(p.map("trips", months, folder, MONTHS.size(), TripJob::month));
    }

    /** The folder of generated trips, with the names of their zones. */
    private static Path folder(Path workspace) {
        Path folder = TripPipelines.makeFolder(workspace.resolve(TRIPS));
        new TripGenerator(SEED).writeZones(folder.resolve(TripZones.FILE));
        return folder;
    }

    /** Whether a file of trips is one that was made in this workspace. */
    static boolean isGenerated(Path trips, Path workspace) {
        return trips.toAbsolutePath().startsWith(workspace.resolve(TRIPS).toAbsolutePath());
    }

    private static Path month(YearMonth month, Path folder) {
        return new TripGenerator(SEED).write(folder.resolve("trips_" + month + ".csv.gz"), month, TRIPS_A_MONTH);
    }
}
