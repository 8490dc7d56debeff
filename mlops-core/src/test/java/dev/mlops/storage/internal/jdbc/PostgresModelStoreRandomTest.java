package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.tck.RandomModelsContract;

class PostgresModelStoreRandomTest extends RandomModelsContract {
    @Override
    protected ModelStore openEmpty() {
        return new JdbcModelStore(Postgres.emptied());
    }
}
