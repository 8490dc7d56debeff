package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.tck.RunStoreContract;
import dev.mlops.testing.PostgresServer;
import java.net.URI;

class PostgresRunStoreTest extends RunStoreContract {
    private final URI uri = PostgresServer.freshSchema();

    @Override
    protected RunStore open() {
        JdbcStores stores = JdbcStores.postgres(uri);
        stores.models().close();
        return stores.runs();
    }
}
