package dev.mlops.tracking.mlflow;

import dev.mlops.MlopsException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.spi.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Imports experiments, each with its runs. */
final class ExperimentImport {
    private static final int ID_LENGTH = 32;

    private final Workspace workspace;
    private final RunStore runs;
    private final Report report;

    ExperimentImport(Workspace workspace, Report report) {
        this.workspace = workspace;
        this.runs = workspace.storage().runs();
        this.report = report;
    }

    void add(Path folder) {
        String item = "experiment " + Folders.name(folder);
        try {
            ExperimentData read = read(folder, item);
            ExperimentData here = place(read);
            report.experiment();
            RunImport target = new RunImport(workspace, here.id(), report);
            Folders.withMeta(folder, report).forEach(target::add);
            if (read.lifecycle() == Lifecycle.DELETED && current(here.id()).lifecycle() == Lifecycle.ACTIVE) {
                setAside(here.id(), read);
            }
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (IOException | MlopsException e) {
            report.problem(item, e.getMessage() + "; it isn't imported");
        }
    }

    /** The experiment as MLflow has it, with the id that it gets where it is made here. */
    private ExperimentData read(Path folder, String item) throws IOException {
        MetaYaml meta = MetaYaml.read(folder.resolve(Folders.META));
        Optional<Long> created = meta.findWhole("creation_time");
        String origin = "mlflow experiment " + meta.get("experiment_id") + " "
                + created.map(String::valueOf).orElse("");
        String id =
                Digest.hex(Digest.of(origin.getBytes(StandardCharsets.UTF_8))).substring(0, ID_LENGTH);
        Instant begin = Instant.ofEpochMilli(created.orElse(0L));
        Instant updated =
                meta.findWhole("last_update_time").map(Instant::ofEpochMilli).orElse(begin);
        String name = Texts.name(meta.get("name"), Folders.name(folder), item, report);
        boolean deleted = meta.find("lifecycle_stage").filter("deleted"::equals).isPresent();
        Map<String, String> tags = Texts.tags(folder.resolve("tags"), item, report);
        return new ExperimentData(id, name, deleted ? Lifecycle.DELETED : Lifecycle.ACTIVE, tags, begin, updated);
    }

    /** The experiment here: the one of an earlier import, the active one of the same name, or a new one. */
    private ExperimentData place(ExperimentData read) {
        Optional<ExperimentData> before = runs.findExperiment(read.id());
        if (before.isPresent()) {
            return complete(before.get(), read);
        }
        Optional<ExperimentData> sameName = byName(read.name());
        if (sameName.isPresent() && read.lifecycle() == Lifecycle.ACTIVE) {
            return complete(sameName.get(), read);
        }
        String name = sameName.isEmpty() ? read.name() : deletedName(read);
        runs.createExperiment(
                new ExperimentData(read.id(), name, Lifecycle.ACTIVE, read.tags(), read.created(), read.updated()));
        return current(read.id());
    }

    /** Another name, since the active experiment of the same name is another one. */
    private static String deletedName(ExperimentData read) {
        String end = " (deleted in MLflow, " + read.id().substring(0, 8) + ")";
        return Texts.cut(read.name(), Texts.LONGEST_NAME - end.length()) + end;
    }

    private Optional<ExperimentData> byName(String name) {
        Filter sameName = Filter.parse("name = '" + name.replace("'", "''") + "'", Subject.EXPERIMENTS);
        return runs.searchExperiments(Query.all(1).where(sameName)).items().stream()
                .findFirst();
    }

    /** Adds the tags that it lacks. */
    private ExperimentData complete(ExperimentData here, ExperimentData read) {
        Map<String, String> missing = new HashMap<>(read.tags());
        missing.keySet().removeAll(here.tags().keySet());
        if (!missing.isEmpty()) {
            runs.updateExperiment(here.id(), ExperimentChange.tag(missing, read.updated()));
        }
        return here;
    }

    private void setAside(String id, ExperimentData read) {
        runs.updateExperiment(id, ExperimentChange.to(Lifecycle.DELETED, read.updated()));
    }

    private ExperimentData current(String id) {
        return runs.findExperiment(id).orElseThrow();
    }
}
