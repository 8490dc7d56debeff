package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.Vectorizer;
import dev.mlops.model.linear.Convergence;
import dev.mlops.model.linear.LassoTrainer;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.storage.Codec;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.MetricPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Trainer;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

final class ArtifactsTest {
    @TempDir
    Path folder;

    private final Workspace workspace = Workspace.inMemory();
    private final Experiment experiment = Experiment.named("trips").in(workspace);
    private final ActiveRun run = experiment.start("run");

    record Report(String title, double rmse) {}

    record Trip(double distance, double duration) {}

    @AfterEach
    void close() {
        run.close();
        workspace.close();
    }

    private RunArtifacts artifacts() {
        return experiment.get(run.id()).artifacts();
    }

    private static List<String> paths(List<Artifact> artifacts) {
        return artifacts.stream().map(artifact -> artifact.name().path()).toList();
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void aFileKeepsItsNameAndGetsItsMediaType() throws IOException {
        run.artifact(file("plot.png", "pixels")).artifact("plots/other.html", file("x", "page"));
        assertThat(paths(artifacts().list())).containsExactly("plot.png", "plots/other.html");
        assertThat(artifacts().list()).extracting(Artifact::format).containsExactly("image/png", "text/html");
        try (InputStream in = artifacts().open("plot.png")) {
            assertThat(in.readAllBytes()).isEqualTo("pixels".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aFolderComesWithAllThatIsInIt() throws IOException {
        file("report/a.txt", "a");
        file("report/deep/b.txt", "b");
        run.artifact(folder.resolve("report")).artifact("again", folder.resolve("report/deep"));
        assertThat(paths(artifacts().list())).containsExactly("again/b.txt", "report/a.txt", "report/deep/b.txt");
        assertThat(paths(artifacts().list("report"))).containsExactly("report/a.txt", "report/deep/b.txt");
    }

    @Test
    void valuesComeBackThroughTheirCodec() {
        Report report = new Report("May", 7.5);
        run.artifact("report.json", report, Codec.json(Report.class));
        run.artifact("note.txt", "grüße").artifact("raw", new byte[] {1, 2});
        assertThat(artifacts().read("report.json", Codec.json(Report.class))).isEqualTo(report);
        assertThat(artifacts().read("note.txt", Codec.text())).isEqualTo("grüße");
        assertThat(artifacts().read("raw", Codec.bytes())).containsExactly(1, 2);
        assertThatThrownBy(() -> artifacts().read("raw", Codec.text()))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("bytes/1")
                .hasMessageContaining("text/1");
    }

    @Test
    void theLastToBindANameWins() {
        run.artifact("note.txt", "old").artifact("note.txt", "new");
        assertThat(artifacts().read("note.txt", Codec.text())).isEqualTo("new");
    }

    @Test
    void whatIsntThereIsNamed() {
        assertThatThrownBy(() -> run.artifact(folder.resolve("none.png")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("none.png");
        assertThatThrownBy(() -> artifacts().open("none.png")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> artifacts().download("none", folder)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void noPathLeadsOutOfTheRun() {
        for (String path : List.of("../x", "/etc/passwd", "a/../../b", "a//b", "", "a\\b", "nul\0")) {
            assertThatThrownBy(() -> run.artifact(path, "x")).as(path).isInstanceOf(InvalidException.class);
        }
        assertThat(artifacts().list()).isEmpty();
    }

    @Test
    void aLinkThatLeadsOutOfAFolderIsRefused() throws IOException {
        Path secret = file("secret.txt", "s");
        file("report/a.txt", "a");
        Files.createSymbolicLink(folder.resolve("report/link.txt"), secret);
        assertThatThrownBy(() -> run.artifact(folder.resolve("report")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("link.txt");
        assertThat(artifacts().list()).isEmpty();
    }

    @Test
    void allOrSomeCanBeDownloaded() throws IOException {
        run.artifact("a.txt", "a").artifact("deep/er/b.txt", "b").artifact("deep/c.txt", "c");
        Path all = folder.resolve("all");
        artifacts().download(all);
        assertThat(all.resolve("a.txt")).hasContent("a");
        assertThat(all.resolve("deep/er/b.txt")).hasContent("b");
        Path some = folder.resolve("some");
        artifacts().download("deep", some);
        assertThat(some.resolve("er/b.txt")).hasContent("b");
        assertThat(some.resolve("c.txt")).hasContent("c");
        artifacts().download("deep/c.txt", folder.resolve("one"));
        assertThat(folder.resolve("one/c.txt")).hasContent("c");
    }

    @Test
    void aDownloadWritesOverFilesButNotThroughLinks() throws IOException {
        run.artifact("deep/c.txt", "new").artifact("a.txt", "new");
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path target = Files.createDirectory(folder.resolve("target"));
        Path kept = file("kept.txt", "old");
        Files.createSymbolicLink(target.resolve("a.txt"), kept);
        Files.createSymbolicLink(target.resolve("deep"), outside);
        assertThatThrownBy(() -> artifacts().download(target))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("deep/c.txt");
        assertThat(outside).isEmptyDirectory();
        assertThat(kept).hasContent("old");
        assertThat(target.resolve("a.txt")).hasContent("new");
    }

    private static Dataset<Trip> trips() {
        List<Trip> trips = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            trips.add(new Trip(i, 3 * i + 1));
        }
        return Dataset.of("trips", Trip.class, trips);
    }

    @Test
    void aTrainingThatIsTrackedRecordsItsTrainerAndHowItWent() {
        Dataset<Trip> data = trips();
        Vectorizer vectorizer = Features.of(Feature.number("distance")).fit(data);
        Model model = Model.regression(vectorizer, "duration").train(run.tracked(new LassoTrainer(0.5)), data);
        run.flush();
        Run recorded = experiment.get(run.id());
        assertThat(recorded.params())
                .containsEntry("trainer", LassoTrainer.class.getName())
                .containsEntry("trainer.alpha", "0.5");
        Convergence end = Convergence.of(model.estimator());
        List<MetricPoint> objective = recorded.history("training/objective").points();
        assertThat(objective).hasSizeGreaterThan(1);
        assertThat(objective.get(0).value()).isGreaterThan(end.objective());
        assertThat(recorded.metric("training/objective")).isEqualTo(end.objective());
        assertThat(recorded.metric("training/error")).isEqualTo(end.error());
        assertThat(objective.get(objective.size() - 1).step()).isEqualTo(end.iterations());
    }

    @Test
    void aTrainerThatTellsNothingIsLeftAsItIs() {
        Trainer<Regressor> trainer = new CARTRegressionTrainer();
        assertThat(run.tracked(trainer)).isSameAs(trainer);
        run.flush();
        assertThat(experiment.get(run.id()).params()).containsKey("trainer.maxDepth");
    }

    @Test
    void aModelComesBackAsItWas() {
        Dataset<Trip> data = trips();
        Vectorizer vectorizer = Features.of(Feature.number("distance")).fit(data);
        Model model = Model.regression(vectorizer, "duration").train(new RidgeTrainer(0.5), data);
        run.model(model).model("fold/1", model);
        run.flush();
        Run recorded = experiment.get(run.id());
        assertThat(recorded.model().contentHash()).isEqualTo(model.contentHash());
        assertThat(recorded.model("fold/1").contentHash()).isEqualTo(model.contentHash());
        assertThatThrownBy(() -> recorded.model("fold/2")).isInstanceOf(NotFoundException.class);
        assertThat(recorded.params())
                .containsEntry("model.alpha", "0.5")
                .containsEntry("model.trainer", RidgeTrainer.class.getName());
        assertThat(recorded.tags())
                .containsEntry("model.hash", model.contentHash())
                .containsEntry("model.signature", model.signature().toString());
        assertThat(recorded.datasets()).extracting(d -> d.digest()).containsOnly(data.contentHash());
        assertThat(paths(recorded.artifacts().list("model")))
                .containsExactly("model/estimator.pb", "model/model.json", "model/vectorizer.json");
    }

    @Test
    void aLinkToAFolderElsewhereIsRefusedAndOneToAFolderWithinIsLeftOut() throws IOException {
        file("secrets/key.txt", "secret");
        Path report = folder.resolve("report");
        file("report/deep/a.txt", "a");
        Files.createSymbolicLink(report.resolve("latest"), Path.of("deep"));
        run.artifact(report);
        assertThat(paths(artifacts().list())).containsExactly("report/deep/a.txt");
        Files.createSymbolicLink(report.resolve("out"), folder.resolve("secrets"));
        assertThatThrownBy(() -> run.artifact("again", report))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("leads out of the folder");
        assertThat(artifacts().list("again")).isEmpty();
    }

    @Test
    void metricsOfWhichOneHasABadKeyAreNotRecordedByHalves() {
        assertThatThrownBy(() -> run.metrics(1, new TreeMap<>(Map.of("a", 1, "b\n", 2))))
                .isInstanceOf(InvalidException.class);
        run.flush();
        assertThat(experiment.get(run.id()).metrics()).isEmpty();
    }

    @Test
    void noPathIsAFileAndAFolder() throws IOException {
        run.artifact("p", "file").artifact("deep/er/q", "file");
        file("report/er", "a");
        file("report/a", "a");
        assertThatThrownBy(() -> run.artifact("p/q", "below"))
                .isInstanceOf(ConflictException.class)
                .hasMessage("artifact 'p/q' of run " + run.id()
                        + " can't be stored beside 'p': one path can't be a file and a folder");
        assertThatThrownBy(() -> run.artifact("deep", "above"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("'deep/er/q'");
        assertThatThrownBy(() -> run.artifact("deep", folder.resolve("report")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("'deep/er'");
        assertThat(paths(artifacts().list())).containsExactly("deep/er/q", "p");
        run.artifact("p", "again").artifact("p2", "file").artifact("p-/q", "file");
        try (ActiveRun again = experiment.resume(run.id())) {
            assertThatThrownBy(() -> again.artifact("p/q", "below")).isInstanceOf(ConflictException.class);
        }
        artifacts().download(folder.resolve("all"));
    }

    @Test
    void aPathUnderWhichNothingWasStoredIsFree() {
        assertThatThrownBy(() -> run.artifact("p", folder.resolve("missing"))).isInstanceOf(NotFoundException.class);
        run.artifact("p/q", "below");
        assertThat(paths(artifacts().list())).containsExactly("p/q");
    }

    @Test
    void whatTwoProcessesStoredAgainstEachOtherIsRefusedBeforeAnythingIsWritten() throws IOException {
        ArtifactStore store = workspace.storage().artifacts();
        for (String path : List.of("a", "p", "p-", "p/q")) {
            store.bind(new Artifact(
                    ArtifactName.ofRun(run.id(), path), store.put(out -> out.write(1)), "", Instant.EPOCH));
        }
        Path target = folder.resolve("target");
        assertThatThrownBy(() -> artifacts().download(target))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("'p' and 'p/q' of run " + run.id());
        assertThatThrownBy(() -> artifacts().download("p", target)).isInstanceOf(InvalidException.class);
        assertThat(target).doesNotExist();
        artifacts().download("a", target);
        assertThat(target.resolve("a")).exists();
    }
}
