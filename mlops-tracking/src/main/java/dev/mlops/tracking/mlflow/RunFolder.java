package dev.mlops.tracking.mlflow;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A run as it stands in MLflow's folder, read and checked as a whole before anything of it is stored. */
final class RunFolder {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private final Path folder;
    private final Report report;
    private final MetaYaml meta;
    private final String item;
    private final RunTags told;

    private final NewRun begin;
    private final Map<String, String> params;
    private final Map<String, String> tags;
    private final List<MetricFile> metrics = new ArrayList<>();
    private final List<DatasetInput> datasets;
    private final @Nullable Commit commit;
    private long points;
    private Instant lastMoment;

    /**
     * Reads it; what this library can't hold is reported and left out.
     *
     * @throws IOException if it can't be read
     * @throws InvalidException if it can't be a run here
     */
    RunFolder(Path folder, String experimentId, Report report) throws IOException {
        this.folder = folder;
        this.report = report;
        item = "run " + Folders.name(folder);
        meta = MetaYaml.read(folder.resolve(Folders.META));
        told = RunTags.read(folder.resolve("tags"), item, report);
        begin = begin(experimentId);
        lastMoment = begin.start();
        commit = told.commit(meta);
        tags = told.rest();
        params = params();
        metrics();
        datasets = new DatasetInputs(folder, item, report).read();
    }

    private NewRun begin(String experimentId) throws IOException {
        String id = meta.find("run_id").or(() -> meta.find("run_uuid")).orElse("");
        if (!id.equals(Folders.name(folder)) || !ID.matcher(id).matches()) {
            throw new InvalidException("its id is '" + id + "' in folder '" + Folders.name(folder)
                    + "', expected 32 lower-case hexadecimal digits in both");
        }
        String named =
                meta.find("run_name").or(() -> told.find("mlflow.runName")).orElse("");
        String fallback = "run " + id.substring(0, 8);
        String name = named.isEmpty() ? fallback : Texts.name(named, fallback, item, report);
        return new NewRun(
                id,
                experimentId,
                name,
                told.parent(),
                fact("user", told.find("mlflow.user").or(() -> meta.find("user_id")
                        .filter(user -> !user.equals("unknown")))),
                fact("source", told.find("mlflow.source.name").or(() -> meta.find("source_name"))),
                start());
    }

    /** What a run records as it is; cut and reported where it is too long. */
    private String fact(String what, Optional<String> found) {
        String text = found.orElse("").replace('\0', ' ');
        String cut = Texts.cut(text, Texts.LONGEST_NAME);
        if (!cut.equals(text)) {
            report.problem(
                    item,
                    "its " + what + " has " + text.length() + " characters, the first " + cut.length() + " are kept");
        }
        return cut;
    }

    private Instant start() throws IOException {
        Optional<Long> start = meta.findWhole("start_time");
        if (start.isEmpty()) {
            report.problem(item, "it has no start_time, its end or else 1970 is recorded");
        }
        return Instant.ofEpochMilli(start.or(this::end).orElse(0L));
    }

    private Optional<Long> end() {
        try {
            return meta.findWhole("end_time");
        } catch (IOException e) {
            report.problem(item, Texts.leftOut(e));
            return Optional.empty();
        }
    }

    private Map<String, String> params() throws IOException {
        Map<String, String> fine = new LinkedHashMap<>();
        Texts.all(folder.resolve("params"), "param", item, report).forEach((key, value) -> {
            try {
                RunChange.builder().param(key, value);
                fine.put(key, value);
            } catch (InvalidException | ConflictException e) {
                report.problem(item + " param '" + key + "'", Texts.leftOut(e));
            }
        });
        return fine;
    }

    /** Reads each file once to the end, so that none is imported by halves but for lines that are no points. */
    private void metrics() throws IOException {
        for (Map.Entry<String, Path> file :
                Folders.files(folder.resolve("metrics"), report).entrySet()) {
            MetricFile metric = new MetricFile(file.getKey(), file.getValue());
            String what = item + " metric '" + file.getKey() + "'";
            long[] count = {0};
            Instant[] latest = {lastMoment};
            BadLines bad = new BadLines();
            try {
                metric.forEach(
                        point -> {
                            count[0]++;
                            latest[0] = point.time().isAfter(latest[0]) ? point.time() : latest[0];
                        },
                        bad::add);
                if (count[0] > 0) {
                    metrics.add(metric);
                    points += count[0];
                    lastMoment = latest[0];
                }
                bad.report(what, report);
            } catch (IOException e) {
                report.problem(what, Texts.leftOut(e));
            }
        }
    }

    String item() {
        return item;
    }

    NewRun run() {
        return begin;
    }

    Map<String, String> parameters() {
        return params;
    }

    Map<String, String> runTags() {
        return tags;
    }

    List<MetricFile> metricFiles() {
        return metrics;
    }

    long points() {
        return points;
    }

    List<DatasetInput> inputs() {
        return datasets;
    }

    Optional<Commit> state() {
        return Optional.ofNullable(commit);
    }

    Path artifacts() {
        return folder.resolve("artifacts");
    }

    boolean isDeleted() {
        return meta.find("lifecycle_stage").filter("deleted"::equals).isPresent();
    }

    /** MLflow writes a number for it: 1 running, 2 scheduled, 3 finished, 4 failed, 5 killed. */
    RunStatus status() {
        return switch (meta.find("status").orElse("")) {
            case "3", "FINISHED" -> RunStatus.FINISHED;
            case "4", "FAILED" -> RunStatus.FAILED;
            case "5", "KILLED" -> RunStatus.KILLED;
            default -> RunStatus.RUNNING;
        };
    }

    /** When it last showed that it lives. */
    Instant lastMoment() {
        return lastMoment;
    }

    /** When it ended or, where MLflow doesn't say, last showed that it lives. */
    Instant ended() {
        return end().map(Instant::ofEpochMilli).orElse(lastMoment);
    }

    /** Where MLflow kept the artifacts. */
    String artifactUri() {
        return meta.find("artifact_uri").orElse("");
    }
}
