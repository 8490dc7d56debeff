package dev.mlops.tracking;

import dev.mlops.StorageUnavailableException;
import dev.mlops.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** A model's files on their way between a run and the model; the folder they pass through is gone afterwards. */
final class ModelFolder {
    private ModelFolder() {}

    /** Hands over the folder that holds the saved model. */
    static void save(Model model, Consumer<Path> to) {
        through(folder -> {
            Path saved = folder.resolve("model");
            model.save(saved);
            to.accept(saved);
            return saved;
        });
    }

    static Model load(RunArtifacts artifacts, String path, Class<?>... trusted) {
        return through(folder -> {
            artifacts.download(path, folder);
            return Model.load(folder, trusted);
        });
    }

    private static <T> T through(Function<Path, T> work) {
        try {
            Path folder = Files.createTempDirectory("mlops-model");
            try {
                return work.apply(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new StorageUnavailableException("temporary folder of a model can't be used", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
