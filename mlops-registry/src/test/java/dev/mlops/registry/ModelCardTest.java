package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.VersionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

class ModelCardTest {
    /** A bar that parts two cells. */
    private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry =
            ModelRegistry.builder(workspace).actor("ada").build();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        workspace.close();
    }

    private ModelCard evaluated(ModelVersion version) {
        return ModelCard.of(version).evaluation(CardSamples.evaluation(version.load()), "zone");
    }

    private static void assertLines(String markdown, String... lines) {
        assertThat(markdown.lines().toList()).contains(lines);
    }

    @Test
    void aCardHasTheSectionsOfTheModelCardPaper() {
        assertThat(CardSamples.headings(
                        evaluated(CardSamples.full(registry, workspace)).toMarkdown()))
                .containsExactly(
                        "Model details",
                        "Intended use",
                        "Inputs and output",
                        "Training and evaluation data",
                        "Metrics",
                        "Metrics by slice",
                        "Limits and caveats",
                        "Gates",
                        "Lineage",
                        "History");
    }

    @Test
    void aCardTellsWhatIsRecorded() {
        ModelVersion version = CardSamples.full(registry, workspace);
        String card = ModelCard.of(version).toMarkdown();
        assertThat(card).startsWith("# trip-duration, version 1\n\n**champion** · Registered ");
        assertLines(
                card,
                "- **Status:** READY",
                "- **Trainer:** dev.mlops.model.linear.RidgeTrainer",
                "- **Content hash:** " + version.modelHash(),
                "- **Contact:** rides\\@example.org",
                "| miles | float64 | yes | 4.5 |",
                "| zone | string | no | zone 1 |",
                "- **Answer:** minutes: a number",
                "| January | training | 500 | trips.csv | sha256:" + "a1".repeat(32) + " |",
                "| rmse | 2.1653 |",
                "| alpha | 1 |",
                "- **Name of the run:** ridge",
                "Shows passengers how long a ride will take.  ",
                "Not for prices.",
                "Snow and strikes.");
        assertThat(card).contains("by ada\n", "estimator.pb").doesNotContain("Metrics by slice");
    }

    @Test
    void theAnswerToTheExampleIsTheModels() {
        ModelVersion version = CardSamples.full(registry, workspace);
        double answer = version.load().predict(version.example().orElseThrow());
        String shown = ModelCard.of(version)
                .toMarkdown()
                .replaceAll("(?s).*\\*\\*Answer to the example:\\*\\* ([0-9.]+)\n.*", "$1");
        assertThat(Double.parseDouble(shown)).isCloseTo(answer, offset(5e-4));
    }

    @Test
    void limitsSayWhatBecomesOfValuesThatTheModelDoesNotKnow() {
        assertLines(
                ModelCard.of(CardSamples.full(registry, workspace)).toMarkdown(),
                "- It was trained on 500 rows; of rows unlike these nothing is known.",
                "| miles | expects from 0.01 to 100 in miles; any other or missing value is replaced by the median of the"
                        + " training rows |",
                "| zone | knows 3 values; any other adds nothing to the answer; a missing value is refused |");
    }

    @Test
    void gatesThatRefusedAreShownBesideThoseThatPassed() {
        String card = ModelCard.of(CardSamples.full(registry, workspace)).toMarkdown();
        assertThat(card)
                .contains(
                        "| champion | refused | rmse at most 2 | REFUSED | rmse is 2.1653 | ada | best of the week |",
                        "| champion | accepted | no check | passed | passed unseen | ada | checked by hand |")
                .contains("| ada | refuse | champion |", "| ada | promote | champion |");
        assertThat(card.indexOf("| refused |")).isLessThan(card.indexOf("| accepted |"));
    }

    @Test
    void slicesComeTheWorstFirstWithTheirRows() {
        ModelVersion version = CardSamples.full(registry, workspace);
        Evaluation evaluation = CardSamples.evaluation(version.load());
        String card = evaluated(version).toMarkdown();
        assertThat(Pattern.compile("(?m)^\\| (zone \\d) \\| (\\d+) \\| ([0-9.]+) \\| ")
                        .matcher(card)
                        .results()
                        .map(line -> line.group(1) + " " + line.group(2)))
                .containsExactly(rows(evaluation, "zone 3"), rows(evaluation, "zone 2"), rows(evaluation, "zone 1"));
        assertThat(card)
                .contains("### By zone, the worst first in rmse", "### Evaluated on 300 rows, with intervals at 95 %")
                .containsPattern("\\| rmse \\| 2\\.\\d+ \\| [12]\\.\\d+ to 2\\.\\d+ \\| lower \\|");
    }

    private static String rows(Evaluation evaluation, String zone) {
        return zone + " " + evaluation.by("zone").find(zone).orElseThrow().rows();
    }

    @Test
    void manySlicesAreCutToTheWorst() {
        ModelVersion version = registry.register("trips", CardSamples.model(CardSamples.trips("January", 60, 1)));
        Dataset<CardSamples.Trip> rows = Dataset.of(
                "many",
                CardSamples.Trip.class,
                IntStream.range(0, 50)
                        .mapToObj(i -> new CardSamples.Trip(1.0, "z" + i, 1000 + i))
                        .toList());
        String card = ModelCard.of(version)
                .evaluation(Evaluation.of(version.load(), rows), "zone")
                .toMarkdown();
        assertThat(card).contains("### By zone, the worst 20 of 50 in rmse");
        assertThat(card.lines().filter(line -> line.matches("\\| z\\d+ \\| 1 \\(few\\) .*")))
                .hasSize(20)
                .first()
                .asString()
                .startsWith("| z49 |")
                .contains("too few rows to tell");
    }

    @Test
    void figuresOnTrainingRowsAreCalledWorthless() {
        Dataset<CardSamples.Trip> rows = CardSamples.trips("January", 60, 1);
        ModelVersion version = registry.register("trips", CardSamples.model(rows));
        assertThat(ModelCard.of(version)
                        .evaluation(Evaluation.of(version.load(), rows))
                        .toMarkdown())
                .contains("evaluated on the very rows that it was trained on: these figures prove nothing");
        assertThat(evaluated(version).toMarkdown()).doesNotContain("prove nothing");
    }

    @Test
    void whatNobodySaidIsSaidToBeMissing() {
        ModelVersion version = registry.register("trips", CardSamples.model(CardSamples.trips("January", 60, 1)));
        assertLines(
                ModelCard.of(version).toMarkdown(),
                "Nobody has described the model.",
                "Nobody has described this version.",
                "Nobody has said what the model is for: it may be unfit for whatever you have in mind.",
                "Nobody has said where the model is weak, which doesn't mean that it isn't.",
                "Nobody has said whom the model may harm.",
                "No gate has checked this version.",
                "No metrics were recorded with this version.",
                "No parameters were recorded.",
                "- **Contact:** nobody was named",
                "- **Answer to the example:** no example was registered",
                "- **Run:** none: the model was registered without a run",
                "- **Commit:** not known");
    }

    @Test
    void aTextOfTheVersionGoesBeforeThatOfItsModel() {
        ModelVersion version = CardSamples.full(registry, workspace).tag(ModelCard.INTENDED_USE, "For drivers.");
        assertThat(ModelCard.of(version).toMarkdown()).contains("For drivers.").doesNotContain("Shows passengers");
    }

    @Test
    void aRunThatWasRemovedLeavesACard() {
        ModelVersion version = CardSamples.full(registry, workspace);
        String run = version.runId().orElseThrow();
        workspace.storage().runs().removeRun(run);
        assertLines(
                ModelCard.of(version).toMarkdown(), "- **Run:** " + run, "- **About the run:** it was removed since");
    }

    @Test
    void aClassifierTellsItsLabelsAndTheAnswerWithItsScore() {
        record Mood(double miles, String mood) {}
        Dataset<Mood> rows = Dataset.of(
                "moods",
                Mood.class,
                List.of(new Mood(1, "good"), new Mood(2, "good"), new Mood(9, "bad"), new Mood(8, "bad")));
        Model model = Model.classification(Features.of(Feature.number("miles")).fit(rows), "mood")
                .train(new LogisticRegressionTrainer(), rows);
        ModelVersion version = registry.registration("mood")
                .model(model)
                .example(Map.of("miles", 1))
                .register();
        String card = ModelCard.of(version)
                .evaluation(Evaluation.of(model, rows), "miles")
                .toMarkdown();
        assertLines(
                card,
                "- **Answer:** mood: one of bad, good",
                "- It answers one of 2 labels and no other, also where none fits.",
                "| miles | expects a finite number in miles; any other or missing value is refused |");
        assertThat(card)
                .containsPattern("\\*\\*Answer to the example:\\*\\* (good|bad), with the score 0\\.\\d+\n")
                .contains("in accuracy");
    }

    @Test
    void hostileTextStaysTextInMarkdown() {
        String card = evaluated(CardSamples.hostile(registry)).toMarkdown();
        assertThat(card).doesNotContain("<", "\u202E", "://", "www.", "```").doesNotContainPattern("(?<!\\\\)\\]\\(");
        assertThat(CardSamples.headings(card)).hasSize(10);
        assertThat(card.lines().filter(line -> line.startsWith("# "))).hasSize(1);
        assertThat(card.lines()).noneMatch(line -> line.matches("(---|===|> |1\\. |\\s{4}).*"));
        for (String table : card.split("\n\n", -1)) {
            assertThat(table.lines()
                            .filter(line -> line.startsWith("|"))
                            .map(line -> BAR.matcher(line).results().count())
                            .distinct())
                    .as(table)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void hostileTextStaysTextInHtml() {
        String page = evaluated(CardSamples.hostile(registry)).toHtml();
        String body = page.substring(page.indexOf("<body>"));
        assertThat(body).doesNotContain("<script", "<img", "<svg", "<b>", "<i>", "<u>", "href=\"java", "\u202E");
        assertThat(body).contains("&lt;script&gt;alert(1)&lt;/script&gt;|**x**");
        assertThat(body.split("<table aria", -1)).hasSameSizeAs(body.split("</table>", -1));
    }

    @Test
    void thePageLoadsNothingAndNamesItsParts() {
        String page = evaluated(CardSamples.full(registry, workspace)).toHtml();
        assertThat(page)
                .contains("default-src 'none'", "<html lang=\"en\">", "<h1>trip-duration, version 1</h1>")
                .doesNotContain("<script", "<link", "src=", "@import", "url(", "http:", "https:");
        assertThat(Pattern.compile("<th(?! scope=\"(col|row)\")(?!ead)")
                        .matcher(page)
                        .find())
                .isFalse();
        List<String> ids = Pattern.compile(" id=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(id -> id.group(1))
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Pattern.compile("href=\"#([^\"]+)\"").matcher(page).results().map(link -> link.group(1)))
                .hasSize(10)
                .isSubsetOf(ids);
    }

    @Test
    void thePageIsWrittenToAFileOrTheFileIsNamed() throws IOException {
        ModelCard card = ModelCard.of(CardSamples.full(registry, workspace));
        Path file = folder.resolve("cards/trip.html");
        card.toHtml(file);
        assertThat(Files.readString(file)).isEqualTo(card.toHtml());
        assertThatThrownBy(() -> card.toHtml(file.resolve("below")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("below");
    }

    @Test
    void aVersionThatIsNotReadyHasNoCard() {
        ModelVersion version = CardSamples.full(registry, workspace);
        registry.unalias(version.model(), "champion");
        workspace
                .storage()
                .models()
                .change(
                        version.model(),
                        new ModelChange.Status(1, VersionStatus.FAILED),
                        registry.ledger().entry(version.model(), 1, Actions.FAILED, "", ""));
        ModelVersion failed = registry.version("trip-duration/1");
        assertThatThrownBy(() -> ModelCard.of(failed))
                .isInstanceOf(ConflictException.class)
                .hasMessage("version trip-duration/1 is FAILED, expected READY");
    }

    @Test
    void aSliceByAColumnThatIsNotThereIsRefusedAtOnce() {
        ModelVersion version = CardSamples.full(registry, workspace);
        Evaluation evaluation = CardSamples.evaluation(version.load());
        assertThatThrownBy(() -> ModelCard.of(version).evaluation(evaluation, "zonee"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("zonee");
    }
}
