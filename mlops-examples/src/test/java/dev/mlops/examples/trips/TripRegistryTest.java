package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TripRegistryTest {
    @TempDir
    Path workspace;

    @TempDir
    Path data;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path january;
    private Path february;

    @BeforeEach
    void makeTrips() {
        TripGenerator generator = new TripGenerator(5);
        january = generator.write(data.resolve("jan.csv.gz"), YearMonth.of(2021, 1), 3_000);
        february = generator.write(data.resolve("feb.csv.gz"), YearMonth.of(2021, 2), 1_500);
    }

    @ParameterizedTest
    @EnumSource(TripModel.class)
    void every_model_is_reproduced_bit_for_bit(TripModel model) throws Exception {
        train(model.toString());
        assertThat(run("register").exit()).isZero();

        Answer answer = run("reproduce");
        assertThat(answer.exit()).isZero();
        JsonNode line = answer.only();
        assertThat(line.properties())
                .extracting(field -> field.getKey())
                .containsExactly("model", "version", "bit_identical", "max_prediction_difference", "data_unchanged");
        assertThat(line.get("model").asText()).isEqualTo("trip-duration");
        assertThat(line.get("version").asInt()).isEqualTo(1);
        assertThat(line.get("bit_identical").asBoolean()).isTrue();
        assertThat(line.get("max_prediction_difference").isNumber()).isTrue();
        assertThat(line.get("max_prediction_difference").asDouble()).isZero();
        assertThat(line.get("data_unchanged").asBoolean()).isTrue();
    }

    @Test
    void another_process_reproduces_bit_for_bit_too() throws Exception {
        train("boosted");
        run("register");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TripDuration.class.getName(),
                        "reproduce",
                        "--workspace",
                        workspace.toString(),
                        "--json")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer = new Answer(process.waitFor(), text);
        assertThat(answer.only().get("bit_identical").asBoolean()).isTrue();
        assertThat(answer.exit()).isZero();
    }

    @Test
    void the_best_model_of_a_comparison_is_registered_and_reproduced() throws Exception {
        List<JsonNode> leaderboard = execute("compare", trips()).lines();
        JsonNode registered = run("register").only();
        assertThat(registered.get("val_rmse")).isEqualTo(leaderboard.get(0).get("val_rmse"));
        assertThat(run("reproduce").only().get("bit_identical").asBoolean()).isTrue();
    }

    @Test
    void data_that_has_changed_is_refused_and_named() throws Exception {
        train("linear");
        run("register");
        new TripGenerator(6).write(january, YearMonth.of(2021, 1), 3_000);

        Answer answer = run("reproduce");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.only().get("data_unchanged").asBoolean()).isFalse();
        assertThat(answer.only().get("bit_identical").asBoolean()).isFalse();
        assertThat(answer.only().get("max_prediction_difference").isNull()).isTrue();
        assertThat(execute("reproduce", List.of()).text())
                .contains("the data has changed", "dataset 'jan.csv.gz' of step 'load-train'", "sha256:");

        Files.delete(january);
        assertThat(run("reproduce").exit()).isEqualTo(1);
        assertThat(errors()).contains(january.toString());
    }

    @Test
    void only_a_better_version_becomes_champion_and_a_rollback_brings_the_former_back() throws Exception {
        train("ridge");
        run("register");
        assertThat(run("promote").only().get("accepted").asBoolean()).isTrue();
        train("baseline");
        String worse = lastRun();
        assertThat(run("register", "--run", worse).only().get("run").asText()).isEqualTo(worse);

        Answer refused = run("promote", "--version", "2");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.only().get("accepted").asBoolean()).isFalse();
        assertThat(refused.only().get("reasons").get(0).asText())
                .contains("val_rmse")
                .contains("a gain of");

        train("best");
        run("register");
        assertThat(run("promote").only().get("version").asInt()).isEqualTo(3);
        Answer back = run("rollback", "--alias", "champion", "--reason", "slow");
        assertThat(back.only().get("version").asInt()).isEqualTo(1);
        assertThat(run("rollback", "--reason", "again").exit()).isEqualTo(1);
        assertThat(errors()).contains("no earlier holder");

        List<JsonNode> champions = run("history").lines().stream()
                .filter(line -> line.get("alias").asText().equals("champion"))
                .toList();
        assertThat(champions)
                .extracting(line ->
                        line.get("action").asText() + " " + line.get("version").asInt())
                .containsExactly("promote 1", "refuse 2", "promote 3", "rollback 1");
        assertThat(champions.get(3).get("reason").asText()).isEqualTo("slow");
        assertThat(champions.get(3).get("actor").asText()).isNotEmpty();
        assertThat(champions.get(3).get("at").asText()).endsWith("Z");
    }

    @Test
    void a_card_tells_what_is_known_of_a_version_and_its_errors_by_zone() throws Exception {
        train("ridge");
        run("register");

        JsonNode written = run("card", "--val_data", february.toString()).only();
        assertThat(written.get("version").asInt()).isOne();
        assertThat(Path.of(written.get("markdown").asText()))
                .content()
                .contains("trip-duration", "PULocationID", "val\\_rmse");
        assertThat(Path.of(written.get("html").asText())).content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void what_is_not_there_is_named() throws Exception {
        assertThat(run("register").exit()).isEqualTo(1);
        assertThat(run("promote").exit()).isEqualTo(1);
        assertThat(run("history").exit()).isEqualTo(1);
        assertThat(errors())
                .contains("model 'trip-duration' has no version")
                .contains("model 'trip-duration' doesn't exist");
        assertThat(run("promote", "--verson", "1").exit()).isEqualTo(2);
        assertThat(errors()).contains("'verson'").contains("version");
    }

    @Test
    void help_lists_the_options_of_a_command() throws Exception {
        assertThat(execute("promote", List.of("--help")).text()).contains("--version", "--alias", "champion", "--json");
    }

    private void train(String model) throws Exception {
        List<String> words = new ArrayList<>(trips());
        words.addAll(List.of("--model", model));
        assertThat(execute("train", words).exit()).isZero();
    }

    private List<String> trips() {
        return List.of("--train_data", january.toString(), "--val_data", february.toString(), "--json");
    }

    private String lastRun() {
        try (TripTracking tracking = TripTracking.open(workspace)) {
            return tracking.models().orderBy("start_time desc").first().id();
        }
    }

    private Answer run(String command, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(more));
        words.add("--json");
        return execute(command, words);
    }

    private Answer execute(String command, List<String> more) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> words = new ArrayList<>(List.of(command, "--workspace", workspace.toString()));
        words.addAll(more);
        int exit = new TripDuration(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words.toArray(String[]::new));
        return new Answer(exit, out.toString(StandardCharsets.UTF_8));
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** What a command printed, and its exit code. */
    private record Answer(int exit, String text) {

        List<JsonNode> lines() throws Exception {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : text.lines().toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            return lines;
        }

        JsonNode only() throws Exception {
            assertThat(lines()).hasSize(1);
            return lines().get(0);
        }
    }
}
