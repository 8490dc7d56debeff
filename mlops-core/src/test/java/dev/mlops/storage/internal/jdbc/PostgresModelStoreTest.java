package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.tck.ModelStoreContract;
import java.net.URI;

class PostgresModelStoreTest extends ModelStoreContract {
    private final URI uri = Postgres.freshSchema();

    @Override
    protected ModelStore open() {
        JdbcStores stores = JdbcStores.postgres(uri);
        stores.runs().close();
        return stores.models();
    }
}
