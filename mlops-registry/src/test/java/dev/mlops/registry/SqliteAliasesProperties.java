package dev.mlops.registry;

import dev.mlops.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import net.jqwik.api.lifecycle.AfterTry;

final class SqliteAliasesProperties extends RandomAliases {
    private final Path folder = folder();

    private static Path folder() {
        try {
            return Files.createTempDirectory("aliases");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    Storage storage() {
        return Storage.inFolder(folder);
    }

    @AfterTry
    void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
