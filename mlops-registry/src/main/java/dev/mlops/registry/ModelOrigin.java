package dev.mlops.registry;

import dev.mlops.model.Model;
import dev.mlops.model.ModelSource;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.tracking.Run;
import dev.mlops.tracking.RunArtifacts;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the model of a new version comes from: the artifacts of a run, whose content is bound under a further name and not
 * copied, or memory.
 *
 * @param model the model, which proves that its files can be read
 * @param storing how its files come to the version
 */
record ModelOrigin(Model model, Consumer<VersionFiles> storing) {

    static ModelOrigin of(ModelRegistry registry, @Nullable Run run, String path, @Nullable Model model) {
        if (model != null) {
            return new ModelOrigin(model, files -> model.files()
                    .forEach((file, content) -> files.put(VersionFiles.MODEL + file, content)));
        }
        if (run == null) {
            throw new IllegalStateException(
                    "a version needs a model, expected run(run) or model(model) before register()");
        }
        RunArtifacts artifacts = run.artifacts();
        Model loaded = Model.load(new RunModel(artifacts, run.id(), path), registry.trusted());
        List<Artifact> bound = artifacts.list(path);
        return new ModelOrigin(
                loaded,
                files -> bound.forEach(each ->
                        files.bind(VersionFiles.MODEL + each.name().path().substring(path.length() + 1), each)));
    }

    void store(VersionFiles files) {
        storing.accept(files);
    }

    /** The model that a run recorded. */
    private record RunModel(RunArtifacts artifacts, String runId, String path) implements ModelSource {
        @Override
        public InputStream open(String file) {
            return artifacts.open(path + "/" + file);
        }

        @Override
        public String toString() {
            return "model '" + path + "' of run " + runId;
        }
    }
}
