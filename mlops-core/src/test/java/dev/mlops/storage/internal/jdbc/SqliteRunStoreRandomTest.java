package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.tck.RandomRunsContract;
import net.jqwik.api.lifecycle.AfterTry;

class SqliteRunStoreRandomTest extends RandomRunsContract {
    private final TemporaryFile file = new TemporaryFile();

    @Override
    protected RunStore openEmpty() {
        return new JdbcRunStore(SqliteDatabase.open(file.make(), SqliteDatabase.LOCK_TIMEOUT), Plan.BOUNDS);
    }

    @AfterTry
    void delete() {
        file.delete();
    }
}
