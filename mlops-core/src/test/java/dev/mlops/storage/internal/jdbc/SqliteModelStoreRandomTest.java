package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.tck.RandomModelsContract;
import net.jqwik.api.lifecycle.AfterTry;

class SqliteModelStoreRandomTest extends RandomModelsContract {
    private final TemporaryFile file = new TemporaryFile();

    @Override
    protected ModelStore openEmpty() {
        return new JdbcModelStore(SqliteDatabase.open(file.make(), SqliteDatabase.LOCK_TIMEOUT));
    }

    @AfterTry
    void delete() {
        file.delete();
    }
}
