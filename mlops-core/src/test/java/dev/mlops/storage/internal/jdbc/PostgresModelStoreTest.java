package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.tck.ModelStoreContract;
import dev.mlops.testing.PostgresServer;
import java.net.URI;

class PostgresModelStoreTest extends ModelStoreContract {
    private final URI uri = PostgresServer.freshSchema();

    @Override
    protected ModelStore open() {
        JdbcStores stores = JdbcStores.postgres(uri);
        stores.runs().close();
        return stores.models();
    }
}
