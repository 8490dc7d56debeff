package dev.mlops.tracking.mlflow;

import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A workspace that folders of MLflow are imported into. */
abstract class ImportIntoMemory {
    final Workspace workspace = Workspace.inMemory();
    final Storage storage = workspace.storage();

    @AfterEach
    void close() {
        workspace.close();
    }

    static Path resource(String name) {
        return Path.of("src/test/resources/mlflow").resolve(name);
    }

    ImportSummary add(Path folder) {
        return MlflowImport.of(folder).into(workspace);
    }

    RunData run(String id) {
        return storage.runs().findRun(id).orElseThrow();
    }

    List<MetricPoint> history(String id, String key) {
        List<MetricPoint> points = new ArrayList<>();
        storage.runs().history(id, key, points::add);
        return points;
    }

    List<RunData> all() {
        return storage.runs().searchRuns(Query.all(1_000).lifecycle(null)).items();
    }

    ExperimentData experiment(RunData run) {
        return storage.runs().findExperiment(run.begin().experimentId()).orElseThrow();
    }
}
