package dev.mlops.registry;

import dev.mlops.storage.Storage;
import dev.mlops.testing.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class PostgresRegistryTest extends RegistryContract {
    @TempDir
    Path folder;

    @Override
    Storage storage() {
        return Storage.open(PostgresServer.freshSchema(), folder.toUri());
    }
}
