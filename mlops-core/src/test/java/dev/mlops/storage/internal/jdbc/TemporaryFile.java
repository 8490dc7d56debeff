package dev.mlops.storage.internal.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file in a folder of its own, for tests that JUnit gives no such folder. */
final class TemporaryFile {
    private @Nullable Path folder;

    Path make() {
        try {
            folder = Files.createTempDirectory("mlops-jdbc");
            return folder.resolve("mlops.db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : List.copyOf(files.toList())) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
