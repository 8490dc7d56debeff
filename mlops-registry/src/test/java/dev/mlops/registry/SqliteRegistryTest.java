package dev.mlops.registry;

import dev.mlops.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRegistryTest extends RegistryContract {
    @TempDir
    Path folder;

    @Override
    Storage storage() {
        return Storage.inFolder(folder);
    }
}
