package dev.mlops.tracking;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunData;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs as CSV, after their keys were collected. Not thread-safe. */
final class RunCsv {
    private static final List<String> ATTRIBUTES = List.of(
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
            "dirty");

    private final TreeSet<String> params = new TreeSet<>();
    private final TreeSet<String> metrics = new TreeSet<>();
    private final TreeSet<String> tags = new TreeSet<>();
    private @Nullable CsvWriter csv;

    void addKeys(RunData run) {
        params.addAll(run.params().keySet());
        metrics.addAll(run.metrics().keySet());
        tags.addAll(run.tags().keySet());
    }

    void begin(Writer out) {
        csv = CsvWriter.builder().build(out);
        List<String> header = new ArrayList<>(ATTRIBUTES);
        params.forEach(key -> header.add(CsvText.guarded("params." + key)));
        metrics.forEach(key -> header.add(CsvText.guarded("metrics." + key)));
        tags.forEach(key -> header.add(CsvText.guarded("tags." + key)));
        csv.writeRecord(header);
    }

    void write(RunData run) {
        List<String> row = attributes(run);
        params.forEach(key -> row.add(text(run.params().get(key))));
        metrics.forEach(key -> row.add(value(run.metrics().get(key))));
        tags.forEach(key -> row.add(text(run.tags().get(key))));
        Objects.requireNonNull(csv, "begin comes first").writeRecord(row);
    }

    void end() throws IOException {
        Objects.requireNonNull(csv, "begin comes first").flush();
    }

    private static List<String> attributes(RunData run) {
        @Nullable Commit commit = run.commit().orElse(null);
        List<String> row = new ArrayList<>();
        row.add(run.id());
        row.add(text(run.begin().name()));
        row.add(run.begin().experimentId());
        row.add(text(run.begin().parentId()));
        row.add(run.status().name());
        row.add(run.lifecycle().name());
        row.add(run.begin().start().toString());
        row.add(run.end().map(Instant::toString).orElse(""));
        row.add(text(run.begin().user()));
        row.add(text(run.begin().source()));
        row.add(commit == null ? "" : text(commit.id()));
        row.add(commit == null ? "" : text(commit.branch()));
        row.add(commit == null ? "" : Boolean.toString(commit.dirty()));
        return row;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : CsvText.guarded(text);
    }

    private static String value(@Nullable MetricPoint latest) {
        return latest == null ? "" : Double.toString(latest.value());
    }
}
