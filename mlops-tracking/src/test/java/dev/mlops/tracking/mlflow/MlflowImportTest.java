package dev.mlops.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports folders that MLflow 2.14 and 3.17 wrote ({@code make.py}), and compares with what MLflow reads from them. */
class MlflowImportTest extends ImportIntoMemory {
    private static JsonNode expected(int version) throws IOException {
        return new ObjectMapper()
                .readTree(resource("expected-" + version + ".json").toFile())
                .get("runs");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void everyRunIsAsMlflowReadsIt(int version) throws IOException {
        ImportSummary summary = add(resource("mlruns-" + version));
        assertThat(summary.problems()).isEmpty();
        assertThat(summary.experiments()).isEqualTo(5);
        assertThat(summary.runs()).isEqualTo(7);
        JsonNode runs = expected(version);
        assertThat(all()).hasSize(runs.size());
        for (JsonNode expected : runs) {
            RunData run = run(expected.get("id").asText());
            assertThat(run.begin().name()).isEqualTo(expected.get("name").asText());
            assertThat(run.begin().start().toEpochMilli())
                    .isEqualTo(expected.get("start").asLong());
            assertThat(run.status().name()).isEqualTo(expected.get("status").asText());
            assertThat(run.lifecycle().name())
                    .isEqualToIgnoringCase(expected.get("lifecycle").asText());
            assertThat(run.end().map(Instant::toEpochMilli).orElse(0L))
                    .isEqualTo(expected.get("end").asLong());
            assertThat(run.params()).isEqualTo(texts(expected.get("params")));
            assertThat(experiment(run).name())
                    .isEqualTo(expected.get("experiment").asText());
            compareHistories(run, expected);
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private void compareHistories(RunData run, JsonNode expected) {
        Map<String, String> latest = texts(expected.get("latest"));
        assertThat(run.metrics().keySet()).isEqualTo(latest.keySet());
        latest.forEach((key, value) -> {
            assertThat(Objects.requireNonNull(run.metrics().get(key)).value())
                    .as(key)
                    .isEqualTo(number(value));
            List<MetricPoint> points = new ArrayList<>();
            for (JsonNode point : expected.get("history").get(key)) {
                // MLflow reads step 0 from a line that names a dataset, though it wrote the step that was logged.
                long step = key.equals("on data") ? 4 : point.get(2).asLong();
                points.add(new MetricPoint(
                        key,
                        number(point.get(1).asText()),
                        step,
                        Instant.ofEpochMilli(point.get(0).asLong())));
            }
            assertThat(history(run.id(), key))
                    .containsExactlyElementsOf(
                            points.stream().distinct().sorted(MetricPoint.ORDER).toList());
        });
    }

    private static double number(String python) {
        return switch (python) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(python);
        };
    }

    private RunData main(int version) throws IOException {
        return run(expected(version).get(0).get("id").asText());
    }

    @Test
    void tagsOfMlflowBecomeWhatTheyMeanHere() throws IOException {
        add(resource("mlruns-3"));
        RunData run = main(3);
        assertThat(run.begin().user()).isEqualTo("ana");
        assertThat(run.begin().source()).isEqualTo("train.py");
        assertThat(run.commit()).contains(new Commit("0123456789abcdef0123456789abcdef01234567", "main", false));
        assertThat(run.tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "mlops.note", "first\nnote: 'x'",
                        "mlflow.source.type", "LOCAL",
                        "plain", "value",
                        "slash/ed tag", "ünï\n<b>",
                        "empty", ""));
        RunData child = run(expected(3).get(1).get("id").asText());
        assertThat(child.begin().parentId()).isEqualTo(run.id());
        assertThat(child.begin().user()).isEqualTo("bo");
        assertThat(child.tags()).isEmpty();
        assertThat(experiment(run).tags())
                .containsExactlyInAnyOrderEntriesOf(Map.of("team", "eta", "mlops.note", "all taxi runs"));
    }

    @Test
    void datasetsAndArtifactsComeWithTheRun() throws IOException {
        ImportSummary summary = add(resource("mlruns-3"));
        JsonNode taxi = expected(3).get(0).get("datasets").get(0);
        assertThat(main(3).datasets())
                .containsExactlyInAnyOrder(
                        new DatasetInput(
                                "taxi",
                                "mlflow:abc123",
                                "training",
                                taxi.get(3).asText(),
                                taxi.get(4).asText(),
                                76_518),
                        new DatasetInput("taxi-val", "mlflow:def: '456'", "", "{\"tags\": {}}", "", -1));
        assertThat(summary.artifacts()).isEqualTo(2);
        assertThat(artifact("plots/deep er/note.txt")).isEqualTo("hello ünï\n");
        assertThat(artifact("empty.json")).isEqualTo("{}");
    }

    private String artifact(String path) throws IOException {
        var artifact =
                storage.artifacts().find(ArtifactName.ofRun(main(3).id(), path)).orElseThrow();
        try (var in = storage.artifacts().open(artifact.content())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aDeletedExperimentIsSetAsideWithItsRuns() throws IOException {
        add(resource("mlruns-3"));
        RunData aside = run(expected(3).get(6).get("id").asText());
        assertThat(aside.lifecycle()).isEqualTo(Lifecycle.DELETED);
        assertThat(experiment(aside).name()).isEqualTo("set aside");
        assertThat(experiment(aside).lifecycle()).isEqualTo(Lifecycle.DELETED);
    }

    @Test
    void aRunThatIsStillRunningLivedAtItsLastPoint() throws IOException {
        add(resource("mlruns-3"));
        RunData running = run(expected(3).get(3).get("id").asText());
        assertThat(running.heartbeat()).isEqualTo(Instant.ofEpochMilli(1_700_000_005_000L));
        assertThat(storage.runs().killSilent(Instant.now())).isEqualTo(1);
    }

    @Test
    void importingTwiceChangesNothing() throws IOException {
        add(resource("mlruns-3"));
        List<Object> before = dump();
        ImportSummary second = add(resource("mlruns-3"));
        assertThat(second.runs()).isZero();
        assertThat(second.known()).isEqualTo(7);
        assertThat(second.problems()).isEmpty();
        assertThat(dump()).isEqualTo(before);
    }

    private List<Object> dump() throws IOException {
        List<Object> all = new ArrayList<>(
                storage.runs().searchExperiments(Query.all(100).lifecycle(null)).items());
        for (RunData run : all()) {
            all.add(run);
            run.metrics().keySet().forEach(key -> all.addAll(history(run.id(), key)));
            all.addAll(storage.artifacts().list("runs/" + run.id()));
        }
        return all;
    }

    @Test
    void whatWasChangedHereStaysAndWhatIsMissingIsAdded() throws IOException {
        add(resource("mlruns-3"));
        String id = main(3).id();
        storage.runs()
                .update(
                        id,
                        RunChange.builder()
                                .tag("plain", "mine")
                                .untag("empty")
                                .name("mine")
                                .delete(Instant.EPOCH)
                                .build());
        add(resource("mlruns-3"));
        assertThat(run(id).tags()).containsEntry("plain", "mine").containsEntry("empty", "");
        assertThat(run(id).begin().name()).isEqualTo("mine");
        assertThat(run(id).lifecycle()).isEqualTo(Lifecycle.DELETED);
    }

    @Test
    void runsGoToTheActiveExperimentOfTheirName() throws IOException {
        String mine = "a".repeat(32);
        storage.runs().createExperiment(ExperimentData.of(mine, "trip-duration", Instant.EPOCH));
        storage.runs().createExperiment(ExperimentData.of("b".repeat(32), "set aside", Instant.EPOCH));
        assertThat(add(resource("mlruns-3")).problems()).isEmpty();
        assertThat(experiment(main(3)).id()).isEqualTo(mine);
        assertThat(experiment(run(expected(3).get(6).get("id").asText())).name())
                .startsWith("set aside (deleted in MLflow, ");
    }
}
