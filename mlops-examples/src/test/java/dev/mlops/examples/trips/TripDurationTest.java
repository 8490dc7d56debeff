package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mlops.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TripDurationTest {
    @TempDir
    static Path data;

    private static Path january;
    private static Path february;

    @TempDir
    Path workspace;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void makeTrips() {
        TripGenerator generator = new TripGenerator(5);
        january = generator.write(data.resolve("jan.csv.gz"), YearMonth.of(2021, 1), 4_000);
        february = generator.write(data.resolve("feb.csv.gz"), YearMonth.of(2021, 2), 2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "linear", "ridge", "lasso", "elastic-net", "boosted", "best"})
    void every_model_trains_and_tells_its_figures_as_one_json_object(String model) throws Exception {
        assertThat(run("train", "--model", model, "--json")).isZero();

        JsonNode line = json().get(0);
        assertThat(json()).hasSize(1);
        assertThat(line.get("model").asText()).isEqualTo(model);
        assertThat(line.get("train_rows").asInt()).isBetween(3_700, 4_000);
        assertThat(line.get("val_rows").asInt()).isBetween(1_850, 2_000);
        assertThat(line.get("val_rmse").asDouble()).isBetween(1.0, 30.0);
        assertThat(line.has("alpha") && line.has("features") && line.has("columns") && line.has("train_rmse"))
                .isTrue();
        assertThat(line.get("fit_seconds").asDouble()).isNotNegative();
        assertThat(line.has("test_rmse")).isFalse();
    }

    @Test
    void the_recommended_model_is_far_better_than_the_baseline() throws Exception {
        run("train", "--model", "baseline", "--json");
        run("train", "--model=best", "--json", "--test_data=" + february);

        assertThat(json().get(1).get("val_rmse").asDouble())
                .isLessThan(0.6 * json().get(0).get("val_rmse").asDouble());
        assertThat(json().get(1).get("test_rmse")).isEqualTo(json().get(1).get("val_rmse"));
    }

    @Test
    void alpha_and_features_can_be_chosen() throws Exception {
        run("train", "--model", "ridge", "--alpha", "0.5", "--features", "pu+do", "--json");

        assertThat(json().get(0).get("alpha").asDouble()).isEqualTo(0.5);
        assertThat(json().get(0).get("features").asText()).isEqualTo("pu+do");
        assertThat(json().get(0).get("columns").asInt()).isBetween(200, 241);
    }

    @Test
    void the_trained_model_and_the_report_of_the_run_are_in_the_workspace() throws Exception {
        assertThat(run("train", "--model", "lasso")).isZero();

        assertThat(Model.load(workspace.resolve("model")).signature().output().name())
                .isEqualTo("duration");
        assertThat(Files.readString(workspace.resolve("train.html"))).contains("<svg");
        assertThat(text()).contains("lasso").contains(workspace.resolve("model").toString());
    }

    @Test
    void compare_ranks_all_models_and_says_whether_they_are_worth_it() throws Exception {
        assertThat(run("compare", "--json")).isZero();

        List<Double> errors =
                json().stream().map(line -> line.get("val_rmse").asDouble()).toList();
        assertThat(errors).hasSize(TripModel.values().length).isSorted();
        assertThat(Files.readString(workspace.resolve("feasibility.html"))).contains("median-of-pair");
    }

    @Test
    void all_that_is_wrong_with_the_arguments_is_told_at_once() {
        assertThat(execute("train", "--train_data", january.toString(), "--model", "forest", "--alpha", "-1"))
                .isEqualTo(2);

        assertThat(errors())
                .contains("val_data")
                .contains("'forest'")
                .contains("elastic-net")
                .contains("alpha")
                .contains("at least 0");
    }

    @Test
    void a_penalty_without_end_is_refused_before_anything_is_read() {
        assertThat(execute("train", "--train_data", "no.csv", "--val_data", "no.csv", "--alpha", "Infinity"))
                .isEqualTo(2);

        assertThat(errors()).contains("parameter 'alpha' is 'Infinity', which breaks its rule: at least 0 and finite");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThat(execute(
                        "train",
                        "--train_data",
                        "nowhere.parquet",
                        "--val_data",
                        february.toString(),
                        "--workspace",
                        workspace.toString()))
                .isEqualTo(1);

        assertThat(errors()).contains("load-train").contains("nowhere.parquet");
    }

    @Test
    void a_workspace_that_is_a_file_is_named() throws Exception {
        Path file = Files.createFile(workspace.resolve("file"));
        assertThat(execute("--workspace", file.toString())).isEqualTo(1);

        assertThat(errors()).contains(file.toString()).contains("can't be made");
    }

    @Test
    void help_lists_every_option_of_a_command() {
        assertThat(execute("train", "--help")).isZero();
        assertThat(text()).contains("--train_data", "--val_data", "--test_data", "--model", "--alpha", "pu_do|pu+do");

        assertThat(execute("drive")).isEqualTo(2);
        assertThat(errors()).contains("'drive'").contains("compare");
    }

    private int run(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(
                command,
                "--train_data",
                january.toString(),
                "--val_data",
                february.toString(),
                "--workspace",
                workspace.toString()));
        words.addAll(List.of(more));
        return execute(words.toArray(String[]::new));
    }

    private int execute(String... words) {
        return new TripDuration(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words);
    }

    private List<JsonNode> json() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
