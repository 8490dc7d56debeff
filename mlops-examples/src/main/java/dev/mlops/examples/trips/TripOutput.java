package dev.mlops.examples.trips;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mlops.model.Model;
import dev.mlops.pipeline.PipelineRun;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a command tells: a table and files for a person, or JSON lines for a program. */
final class TripOutput {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final PrintStream out;
    private final Path workspace;
    private final boolean json;

    private TripOutput(PrintStream out, Path workspace, boolean json) {
        this.out = out;
        this.workspace = workspace;
        this.json = json;
    }

    /** Output as the run's parameters ask for it. */
    static TripOutput of(PipelineRun<?> run, PrintStream out) throws IOException {
        Path workspace = Path.of(run.parameters().get(TripPipelines.WORKSPACE));
        TripPipelines.makeFolder(workspace);
        return new TripOutput(
                out, workspace, Boolean.parseBoolean(run.parameters().get(TripPipelines.JSON)));
    }

    void answer(TripAnswer answer) throws IOException {
        if (json) {
            for (Record line : answer.lines()) {
                out.println(JSON.writeValueAsString(line));
            }
        } else {
            out.println(answer.text());
        }
    }

    void leaderboard(List<TripScore> scores) throws IOException {
        if (json) {
            for (TripScore score : scores) {
                out.println(JSON.writeValueAsString(score));
            }
            return;
        }
        out.printf(
                "%-15s %7s %-8s %8s %10s %10s %10s %8s%n",
                "model", "alpha", "features", "columns", "train", "validation", "test", "fit");
        for (TripScore score : scores) {
            out.printf(
                    Locale.ROOT,
                    "%-15s %7s %-8s %8d %10.4f %10.4f %10s %7.2fs%n",
                    score.model(),
                    score.alpha() == 0 ? "-" : score.alpha(),
                    score.features(),
                    score.columns(),
                    score.trainRmse(),
                    score.valRmse(),
                    score.testRmse() == null ? "-" : String.format(Locale.ROOT, "%.4f", score.testRmse()),
                    score.fitSeconds());
        }
        out.println("(root mean squared error in minutes)");
    }

    void comparison(PipelineRun<TripComparison> run) throws IOException {
        TripComparison comparison = run.result();
        leaderboard(comparison.leaderboard().stream().map(TripResult::score).toList());
        Path page = workspace.resolve("feasibility.html");
        comparison.feasibility().toHtml(page);
        if (!json) {
            out.println();
            out.println(comparison.feasibility().toText());
            out.println("is it worth it: " + page);
        }
        report(run);
    }

    /** Saves the model into the workspace, in place of the one that was there. */
    void saved(Model model) throws IOException {
        Path folder = workspace.resolve("model");
        model.save(folder);
        say("model:          " + folder);
    }

    /** Loads the saved model, as a service would, and asks it about one trip. */
    void answer() {
        Model model = Model.load(workspace.resolve("model"));
        say("%nfrom zone 30 to zone 5 at half past eight: about %.0f minutes".formatted(model.predict(Trips.EXAMPLE)));
    }

    void report(PipelineRun<?> run) throws IOException {
        Path page = workspace.resolve(run.pipeline().name() + ".html");
        run.toHtml(page);
        say("run report:     " + page);
    }

    /** The page that compares all models that were ever tracked in the workspace. */
    void runs(TripTracking tracking) {
        Path page = workspace.resolve("leaderboard.html");
        tracking.models().compare().toHtml(page);
        say("all models:     " + page);
    }

    private void say(String line) {
        if (!json) {
            out.println(line);
        }
    }
}
