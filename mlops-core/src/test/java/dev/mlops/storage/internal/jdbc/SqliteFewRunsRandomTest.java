package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.tck.RandomRunsContract;
import net.jqwik.api.lifecycle.AfterTry;

/** Searches as in a large database: among a dozen runs, three are few. */
class SqliteFewRunsRandomTest extends RandomRunsContract {
    private final TemporaryFile file = new TemporaryFile();

    @Override
    protected RunStore openEmpty() {
        return new JdbcRunStore(SqliteDatabase.open(file.make(), SqliteDatabase.LOCK_TIMEOUT), new Plan.Bounds(1, 3));
    }

    @AfterTry
    void delete() {
        file.delete();
    }
}
