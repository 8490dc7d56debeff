package dev.mlops.tracking.mlflow;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Brings what MLflow recorded in a folder {@code mlruns} (its file store, as MLflow 1 to 3 write it) into a workspace:
 * experiments, runs with all their points, parameters, tags, datasets and artifacts, also those that are deleted.
 *
 * <pre>
 * ImportSummary summary = MlflowImport.of(Path.of("mlruns")).into(workspace);
 * </pre>
 *
 * <p>A run keeps its id. An experiment goes to the active one of its name, or is made. MLflow's own tags become what they
 * mean here: user, source, commit with branch and dirty flag, name, parent and note ({@code mlops.note}); others stay tags.
 * The digest of a dataset gets {@code mlflow:} in front.
 *
 * <p>What MLflow allows and this library doesn't, such as a parameter of more than 6,000 characters, and what can't be read,
 * is left out, each item as a whole, and listed in the summary; so are logged models, traces and the model registry. Links
 * are never followed.
 *
 * <p>Importing again changes nothing, and adds what MLflow has recorded since. A run that has ended here keeps what was
 * changed here: only what it lacks is added. Nothing else should write to the folder meanwhile.
 *
 * <p>Needs {@code org.snakeyaml:snakeyaml-engine}, an optional dependency; an application that is a module
 * {@code requires org.snakeyaml.engine} as well.
 */
public final class MlflowImport {
    private static final String PARSER = "org.snakeyaml:snakeyaml-engine";

    private final Path folder;

    private MlflowImport(Path folder) {
        this.folder = Objects.requireNonNull(folder, "folder");
    }

    /** An import of this folder, which is called {@code mlruns} where nobody chose another name. */
    public static MlflowImport of(Path folder) {
        return new MlflowImport(folder);
    }

    /**
     * Does it.
     *
     * @return what was imported and what wasn't
     * @throws NotFoundException if there is no such folder
     * @throws InvalidException if the folder holds no experiment of MLflow
     * @throws StorageUnavailableException if the folder can't be listed, or the workspace's store can't be reached; runs that
     *     were imported before stay, the one in work is removed where the store still can, and importing again goes on
     * @throws IllegalStateException if {@code org.snakeyaml:snakeyaml-engine} is missing
     */
    public ImportSummary into(Workspace workspace) {
        if (!Files.isDirectory(folder)) {
            throw new NotFoundException("folder '" + folder + "' isn't there, expected MLflow's mlruns");
        }
        Report report = new Report();
        try {
            List<Path> experiments = Folders.withMeta(folder, report);
            experiments.addAll(deleted(report));
            if (experiments.isEmpty()) {
                throw new InvalidException("folder '" + folder
                        + "' holds no experiment of MLflow, expected folders with a file meta.yaml, as in mlruns");
            }
            ExperimentImport target = new ExperimentImport(workspace, report);
            experiments.forEach(target::add);
            return report.summary();
        } catch (IOException e) {
            throw new StorageUnavailableException("folder '" + folder + "' can't be listed", e);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("MLflow's files are YAML: add " + PARSER + " to read them", e);
        }
    }

    private List<Path> deleted(Report report) throws IOException {
        Path trash = folder.resolve(Folders.TRASH);
        return Files.isDirectory(trash, LinkOption.NOFOLLOW_LINKS) ? Folders.withMeta(trash, report) : List.of();
    }
}
