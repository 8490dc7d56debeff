package dev.mlops.registry;

import dev.mlops.testing.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

final class PostgresRaceTest extends RegistryRace {
    @TempDir
    Path folder;

    @Override
    List<URI> storage() {
        return List.of(PostgresServer.freshSchema(), folder.toUri());
    }
}
