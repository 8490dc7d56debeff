package dev.mlops.tracking.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports what MLflow allows and this library doesn't, and what is broken, from folders made by hand. */
class MlflowLimitsTest extends ImportIntoMemory {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path temp;

    private Path mlflow() throws IOException {
        write("1/meta.yaml", "experiment_id: 1\nname: old\nlifecycle_stage: active\n");
        write(
                "1/" + ID + "/meta.yaml",
                "run_uuid: " + ID + "\nexperiment_id: 1\nstatus: 3\nstart_time: 5\nend_time: 9\nuser_id: unknown\n");
        return temp.resolve("mlruns");
    }

    private void write(String file, String text) throws IOException {
        Path path = temp.resolve("mlruns").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void aRunOfMlflow1NeedsNeitherNameNorTags() throws IOException {
        Path folder = mlflow();
        write("1/" + ID + "/metrics/loss", "1700000000000 0.5\n1700000000001 1e-05 3\n");
        assertThat(add(folder).problems()).isEmpty();
        assertThat(run(ID).begin().name()).isEqualTo("run 01234567");
        assertThat(run(ID).begin().user()).isEmpty();
        assertThat(run(ID).status()).isEqualTo(RunStatus.FINISHED);
        assertThat(history(ID, "loss")).extracting(MetricPoint::value).containsExactly(0.5, 1e-5);
        assertThat(history(ID, "loss")).extracting(MetricPoint::step).containsExactly(0L, 3L);
    }

    @Test
    void whatIsTooLongIsLeftOutAndReportedItemByItem() throws IOException {
        Path folder = mlflow();
        write("1/" + ID + "/params/long", "x".repeat(6_001));
        write("1/" + ID + "/params/fine", "y".repeat(6_000));
        write("1/" + ID + "/tags/huge", "x".repeat(100_000));
        write("1/" + ID + "/tags/long", "x".repeat(8_001));
        write("1/" + ID + "/tags/mlflow.runName", "two\nlines " + "x".repeat(300));
        write("1/" + ID + "/tags/mlflow.source.name", "s".repeat(300));
        ImportSummary summary = add(folder);
        assertThat(summary.problems())
                .extracting(ImportSummary.Problem::item)
                .containsExactlyInAnyOrder(
                        "run " + ID + " param 'long'",
                        "run " + ID + " tag 'huge'",
                        "run " + ID + " tag 'long'",
                        "run " + ID,
                        "run " + ID);
        assertThat(summary.toString())
                .startsWith("experiments: 1, new runs: 1, known runs: 0, points: 0, artifacts: 0\n")
                .contains("value of parameter 'long' has");
        assertThat(run(ID).params()).containsOnlyKeys("fine");
        assertThat(run(ID).tags()).isEmpty();
        assertThat(run(ID).begin().name()).startsWith("two lines xxx").hasSize(250);
        assertThat(run(ID).begin().source()).isEqualTo("s".repeat(250));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 2 3 4\n",
                "x 1 2\n",
                "1 0x10 2\n",
                "1 1d 2\n",
                "1 2 3.5\n",
                "99999999999999999999 1 1\n",
                "1\n"
            })
    void aMalformedLineOfAMetricIsLeftOutAndTheOthersAreKept(String line) throws IOException {
        Path folder = mlflow();
        write("1/" + ID + "/metrics/broken", "1700000000000 1.0 1\n" + line + "1700000000001 2.0 2\n");
        write("1/" + ID + "/metrics/fine", "1700000000000 Infinity 1\n");
        ImportSummary summary = add(folder);
        assertThat(summary.problems())
                .singleElement()
                .asString()
                .startsWith("run " + ID + " metric 'broken': line 2 ")
                .endsWith("; it is left out");
        assertThat(run(ID).metrics()).containsOnlyKeys("broken", "fine");
        assertThat(run(ID).metrics().values())
                .extracting(MetricPoint::value)
                .containsExactly(2.0, Double.POSITIVE_INFINITY);
        assertThat(summary.points()).isEqualTo(3);
    }

    @Test
    void manyMalformedLinesAreCounted() throws IOException {
        Path folder = mlflow();
        write("1/" + ID + "/metrics/broken", "x 1 1\n".repeat(1_000) + "1700000000000 1.0 1\n");
        write("1/" + ID + "/metrics/nothing", "x\n");
        ImportSummary summary = add(folder);
        assertThat(summary.problems())
                .extracting(ImportSummary.Problem::toString)
                .hasSize(5)
                .contains("run " + ID + " metric 'broken': 997 more of its lines are left out");
        assertThat(run(ID).metrics()).containsOnlyKeys("broken");
    }

    @Test
    void textThatIsNotUtf8IsReported() throws IOException {
        Path folder = mlflow();
        Files.createDirectories(folder.resolve("1/" + ID + "/params"));
        Files.write(folder.resolve("1/" + ID + "/params/latin"), new byte[] {(byte) 0xE4});
        assertThat(add(folder).problems())
                .extracting(ImportSummary.Problem::toString)
                .containsExactly("run " + ID + " param 'latin': it isn't UTF-8; it is left out");
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path folder = mlflow();
        Path secret = Files.writeString(temp.resolve("secret"), "password");
        Files.createDirectories(folder.resolve("1/" + ID + "/artifacts"));
        Files.createDirectories(folder.resolve("1/" + ID + "/params"));
        Files.createSymbolicLink(folder.resolve("1/" + ID + "/artifacts/link"), secret);
        Files.createSymbolicLink(folder.resolve("1/" + ID + "/params/link"), secret);
        Files.createSymbolicLink(folder.resolve("2"), resource("mlruns-3").toAbsolutePath());
        ImportSummary summary = add(folder);
        assertThat(summary.problems()).hasSize(3).allSatisfy(problem -> assertThat(problem.what())
                .contains("link"));
        assertThat(run(ID).params()).isEmpty();
        assertThat(storage.artifacts().list("runs/" + ID)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: &x [1]\\nb: *x | expected a text",
                "a: {b: {c: 1}} | expected a text",
                "[1, 2] | expected MappingStart",
                "run_id: 'open | isn't YAML",
                "run_id: other | its id is 'other'",
                "run_uuid: 0123456789abcdef0123456789abcdef\\nstart_time: soon | start_time 'soon', expected a whole number"
            })
    void aRunWhoseMetaIsBrokenIsNotImportedAndTheOthersAre(String meta, String message) throws IOException {
        Path folder = mlflow();
        String other = "f".repeat(32);
        write("1/" + other + "/meta.yaml", "run_id: " + other + "\nstart_time: 5\nstatus: 4\nend_time: null\n");
        write("1/" + ID + "/meta.yaml", meta.replace("\\n", "\n"));
        ImportSummary summary = add(folder);
        assertThat(summary.problems())
                .singleElement()
                .asString()
                .startsWith("run " + ID)
                .contains(message, "isn't imported");
        assertThat(all()).extracting(RunData::id).containsExactly(other);
        assertThat(run(other).end()).contains(Instant.ofEpochMilli(5));
    }

    @Test
    void whatElseMlflowKeepsIsReported() throws IOException {
        Path folder = mlflow();
        write("models/registered/meta.yaml", "name: registered\n");
        write("1/models/m-1/meta.yaml", "model_id: m-1\n");
        write("1/traces/t-1/trace_info.yaml", "x: 1\n");
        write("1/notes/readme", "x");
        write("1/" + ID + "/inputs/m/meta.yaml", "source_type: MODEL_INPUT\nsource_id: m-1\ntags: {}\n");
        write("1/" + ID + "/inputs/d/meta.yaml", "source_type: DATASET\nsource_id: ../../../secret\ntags: {}\n");
        write(
                "1/" + ID + "/meta.yaml",
                "run_id: " + ID + "\nstart_time: 5\nstatus: 3\nend_time: 9\nartifact_uri: s3://bucket/x\n");
        assertThat(add(folder).problems())
                .extracting(ImportSummary.Problem::what)
                .containsExactlyInAnyOrder(
                        "holds 1 models, which aren't imported",
                        "holds 1 models, which aren't imported",
                        "holds 1 traces, which aren't imported",
                        "has no file meta.yaml, it is left out",
                        "is a MODEL_INPUT, expected a DATASET; it is left out",
                        "source_id is '../../../secret', expected letters and digits; it is left out",
                        "they are at s3://bucket/x, which isn't read");
    }

    @Test
    void aRunThatIsHereInAnotherExperimentStaysThere() throws IOException {
        Path folder = mlflow();
        add(folder);
        write("1/meta.yaml", "experiment_id: 2\nname: another\n");
        ImportSummary summary = add(folder);
        assertThat(summary.problems()).singleElement().asString().contains("already", "isn't imported");
        assertThat(experiment(run(ID)).name()).isEqualTo("old");
    }

    @Test
    void aFolderThatIsNotMlflowsIsRefused() throws IOException {
        assertThatThrownBy(() -> add(temp.resolve("nowhere")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nowhere");
        Files.writeString(temp.resolve("file"), "x");
        assertThatThrownBy(() -> add(temp))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("holds no experiment");
    }

    @Test
    void anImportThatWasCutOffIsCompleted() throws IOException {
        Path folder = mlflow();
        write("1/" + ID + "/metrics/loss", "1 0.5 1\n2 0.25 2\n");
        write("1/" + ID + "/params/alpha", "1");
        add(folder);
        RunData whole = run(ID);
        storage.runs().removeRun(ID);
        storage.runs().createRun(whole.begin());
        storage.runs()
                .update(
                        ID,
                        RunChange.builder()
                                .metric(new MetricPoint("loss", 0.5, 1, Instant.ofEpochMilli(1)))
                                .build());
        assertThat(add(folder).known()).isEqualTo(1);
        assertThat(run(ID)).isEqualTo(whole);
        assertThat(history(ID, "loss")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aStoreThatFailsLeavesNoRunByHalvesAndTheNextImportGoesOn(int failing) throws IOException {
        Path folder = mlflow();
        write("1/" + ID + "/metrics/loss", "1 0.5 1\n");
        write("1/" + ID + "/artifacts/file", "x");
        Storage broken = Storage.of(FailingRuns.at(failing, storage.runs()), storage.models(), storage.artifacts());
        Workspace failed = Workspace.builder(broken).build();
        assertThatThrownBy(() -> MlflowImport.of(folder).into(failed))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessage("write " + failing + " fails");
        assertThat(all()).isEmpty();
        assertThat(storage.artifacts().list("runs/" + ID)).isEmpty();
        assertThat(add(folder).problems()).isEmpty();
        assertThat(run(ID).status()).isEqualTo(RunStatus.FINISHED);
    }

    @Test
    void aMissingParserIsNamed() throws Exception {
        List<URL> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("snakeyaml-engine")) {
                jars.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader without =
                new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = without.loadClass(WithoutParser.class.getName());
            Method tryImport = type.getDeclaredMethod("tryImport", Path.class);
            tryImport.setAccessible(true);
            Object message = tryImport.invoke(null, mlflow());
            assertThat(message).isEqualTo("MLflow's files are YAML: add org.snakeyaml:snakeyaml-engine to read them");
        }
    }

    /** Is loaded where the parser is missing. */
    static final class WithoutParser {
        private WithoutParser() {}

        static String tryImport(Path folder) {
            try (Workspace workspace = Workspace.inMemory()) {
                return MlflowImport.of(folder).into(workspace).toString();
            } catch (IllegalStateException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }
}
