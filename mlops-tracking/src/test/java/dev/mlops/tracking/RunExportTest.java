package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunExportTest {
    private static final String ODD = "two\nlines, \"quoted\" ünï 🚕";

    private final Recorded recorded = new Recorded("trips");
    private Workspace workspace;

    @TempDir
    Path folder;

    @BeforeEach
    void record() {
        recorded.run("lasso", change -> change.param("alpha", "0.01")
                        .param("=key", ODD)
                        .metric(Recorded.point("rmse", 7.5, 0))
                        .metric(Recorded.point("rmse", -0.1, 2))
                        .metric(Recorded.point("loss", Double.NaN, 1))
                        .tag("team", "=eta")
                        .commit(new Commit("abc", "main", true))
                        .dataset(new DatasetInput("taxi", "sha256:x", "training", "", "[]", 7)))
                .run("ridge", change -> change.param("depth", "6")
                        .metric(Recorded.point("loss", Double.NEGATIVE_INFINITY, 0)));
        workspace = Workspace.builder(recorded.storage()).build();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private RunExport export() {
        return RunSearch.in(workspace).orderBy("start_time asc").export();
    }

    private static List<NamedCsvRecord> csv(Path file) throws IOException {
        try (Stream<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file).stream()) {
            return records.toList();
        }
    }

    @Test
    void csvHasARunALineWithAColumnForEachKey() throws IOException {
        Path file = folder.resolve("made/runs.csv");
        export().toCsv(file);
        List<NamedCsvRecord> runs = csv(file);
        assertThat(runs.get(0).getHeader())
                .containsExactly(
                        "id",
                        "name",
                        "experiment",
                        "parent",
                        "status",
                        "lifecycle",
                        "start",
                        "end",
                        "user",
                        "source",
                        "commit",
                        "branch",
                        "dirty",
                        "params.=key",
                        "params.alpha",
                        "params.depth",
                        "metrics.loss",
                        "metrics.rmse",
                        "tags.team");
        assertThat(runs.get(0).getFields())
                .containsExactly(
                        "0".repeat(31) + "1",
                        "lasso",
                        "e".repeat(32),
                        "",
                        "FINISHED",
                        "ACTIVE",
                        "2026-01-02T03:04:05.678Z",
                        "2026-01-02T03:04:06.178Z",
                        "ana",
                        "train.Main",
                        "abc",
                        "main",
                        "true",
                        ODD,
                        "0.01",
                        "",
                        "NaN",
                        "-0.1",
                        "'=eta");
        assertThat(runs.get(1).getField("metrics.loss")).isEqualTo("-Infinity");
        assertThat(runs.get(1).getField("commit")).isEmpty();
        assertThat(runs).hasSize(2);
    }

    @Test
    void jsonLinesHaveARunALineExactly() throws IOException {
        Path file = folder.resolve("runs.jsonl");
        export().toJsonLines(file);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode expected = new ObjectMapper().readTree("""
                {"id":"00000000000000000000000000000001","name":"lasso","experiment":"eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                 "status":"FINISHED","lifecycle":"ACTIVE","start":"2026-01-02T03:04:05.678Z","end":"2026-01-02T03:04:06.178Z",
                 "user":"ana","source":"train.Main","commit":{"id":"abc","branch":"main","dirty":true},
                 "params":{"=key":"two\\nlines, \\"quoted\\" ünï 🚕","alpha":"0.01"},
                 "metrics":{"loss":{"value":"NaN","step":1,"time":"2026-01-02T03:04:06.678Z"},
                            "rmse":{"value":-0.1,"step":2,"time":"2026-01-02T03:04:07.678Z"}},
                 "tags":{"team":"=eta"},
                 "datasets":[{"name":"taxi","digest":"sha256:x","context":"training","schema":"[]","rows":7}]}""");
        assertThat(new ObjectMapper().readTree(lines.get(0))).isEqualTo(expected);
        assertThat(lines.get(1)).contains("\"value\":\"-Infinity\"").doesNotContain("commit", "tags", "datasets");
    }

    @Test
    void historiesHaveAPointALine() throws IOException {
        Path file = folder.resolve("points.csv");
        export().historiesToCsv(file);
        assertThat(Files.readString(file)).isEqualTo("""
                run,metric,step,time,value
                00000000000000000000000000000001,loss,1,2026-01-02T03:04:06.678Z,NaN
                00000000000000000000000000000001,rmse,0,2026-01-02T03:04:05.678Z,7.5
                00000000000000000000000000000001,rmse,2,2026-01-02T03:04:07.678Z,-0.1
                00000000000000000000000000000002,loss,0,2026-01-02T03:04:05.678Z,-Infinity
                """.replace("\n", "\r\n"));
    }

    @Test
    void onlyWhatTheSearchFindsIsWritten() throws IOException {
        Path file = folder.resolve("runs.csv");
        RunSearch.in(workspace).where("params.depth = 6").export().toCsv(file);
        assertThat(csv(file)).extracting(run -> run.getField("name")).containsExactly("ridge");
        assertThat(csv(file).get(0).getHeader()).contains("params.depth").doesNotContain("params.alpha");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedAndAnOlderOneStays() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "older");
        assertThatThrownBy(() -> export().toJsonLines(file.resolve("runs.jsonl")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("runs.jsonl");
        assertThat(file).hasContent("older");
    }

    @Test
    void runsOfASearchAreComparedInItsOrder() {
        RunSearch search = RunSearch.in(workspace).orderBy("name desc");
        assertThat(search.compare().toText().lines().skip(1).limit(2))
                .satisfiesExactly(line -> assertThat(line).startsWith("ridge"), line -> assertThat(line)
                        .startsWith("lasso"));
        assertThat(search.limit(1).compare().toText().lines()).noneMatch(line -> line.startsWith("lasso"));
        assertThat(Experiment.named("trips").in(workspace).compare().differing())
                .contains("params.alpha", "dirty");
    }
}
