package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.RunStore;
import java.net.URI;
import java.nio.file.Path;
import javax.sql.DataSource;

/**
 * The stores that share a database, which is closed when both are.
 *
 * @param runs experiments and runs
 * @param models registered models
 */
public record JdbcStores(RunStore runs, ModelStore models) {

    /**
     * Stores in a file of SQLite, which is made where it isn't there; its folder must be there.
     *
     * @throws dev.mlops.InvalidException if the file is something else, or of a newer library
     * @throws dev.mlops.StorageUnavailableException if it can't be opened
     */
    public static JdbcStores sqlite(Path file) {
        return of(SqliteDatabase.open(file, SqliteDatabase.LOCK_TIMEOUT));
    }

    /**
     * Stores in a PostgreSQL database, in the schema that the connections use; the pool isn't closed.
     *
     * @throws dev.mlops.InvalidException if the tables are of a newer library
     * @throws dev.mlops.StorageUnavailableException if the database can't be reached
     */
    public static JdbcStores postgres(DataSource pool) {
        return of(PostgresDatabase.open("PostgreSQL", pool, () -> {}));
    }

    /**
     * The same over a pool of our own, which needs HikariCP and the driver.
     *
     * @param uri such as {@code jdbc:postgresql://host/database?user=...}; the errors of the store show none of what is
     *     behind the question mark
     */
    public static JdbcStores postgres(URI uri) {
        return of(PostgresPool.open(uri));
    }

    static JdbcStores of(Database database) {
        return new JdbcStores(new JdbcRunStore(database, Plan.BOUNDS), new JdbcModelStore(database));
    }
}
