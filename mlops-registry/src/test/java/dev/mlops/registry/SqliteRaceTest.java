package dev.mlops.registry;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRaceTest extends RegistryRace {
    @TempDir
    Path folder;

    @Override
    List<URI> storage() {
        return List.of(folder.toUri(), folder.resolve("artifacts").toUri());
    }
}
