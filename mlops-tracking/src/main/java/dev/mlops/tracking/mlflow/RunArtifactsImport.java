package dev.mlops.tracking.mlflow;

import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Imports the files of a run. */
record RunArtifactsImport(ArtifactStore store, Report report) {

    /** Stores those that aren't here yet; gives how many there are. */
    int add(String runId, RunFolder run) throws IOException {
        SortedMap<String, Path> files = Folders.files(run.artifacts(), report);
        if (files.isEmpty() && isElsewhere(run)) {
            report.problem(run.item() + " artifacts", "they are at " + run.artifactUri() + ", which isn't read");
        }
        int count = 0;
        for (Map.Entry<String, Path> file : files.entrySet()) {
            try {
                store(ArtifactName.ofRun(runId, file.getKey()), file.getValue());
                count++;
            } catch (InvalidException e) {
                report.problem(run.item() + " artifact '" + file.getKey() + "'", Texts.leftOut(e));
            }
        }
        return count;
    }

    /** MLflow's own place for them ends in the run's id; a copied folder still names the place where it was. */
    private static boolean isElsewhere(RunFolder run) {
        return !run.artifactUri().isEmpty()
                && !(run.artifactUri().startsWith("file:")
                        && run.artifactUri().endsWith(run.run().id() + "/artifacts"));
    }

    private void store(ArtifactName name, Path file) throws IOException {
        Optional<Artifact> before = store.find(name);
        if (before.isPresent() && before.get().content().hash().equals(Digest.of(file))) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            store.bind(new Artifact(
                    name, store.put(in), "", Files.getLastModifiedTime(file).toInstant()));
        }
    }

    void remove(String runId) {
        store.unbindAll("runs/" + runId);
    }
}
