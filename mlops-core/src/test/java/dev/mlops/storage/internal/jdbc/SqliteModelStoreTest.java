package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.tck.ModelStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteModelStoreTest extends ModelStoreContract {
    @TempDir
    Path folder;

    @Override
    protected ModelStore open() {
        JdbcStores stores = JdbcStores.sqlite(folder.resolve("mlops.db"));
        stores.runs().close();
        return stores.models();
    }
}
