package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.tck.RandomRunsContract;

class PostgresRunStoreRandomTest extends RandomRunsContract {
    @Override
    protected RunStore openEmpty() {
        return new JdbcRunStore(Postgres.emptied(), new Plan.Bounds(1, 3));
    }
}
