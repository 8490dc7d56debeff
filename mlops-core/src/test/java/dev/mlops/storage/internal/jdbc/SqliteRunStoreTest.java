package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.tck.RunStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunStoreTest extends RunStoreContract {
    @TempDir
    Path folder;

    @Override
    protected RunStore open() {
        JdbcStores stores = JdbcStores.sqlite(folder.resolve("mlops.db"));
        stores.models().close();
        return stores.runs();
    }
}
