package dev.mlops.storage.internal.jdbc;

import java.sql.SQLException;
import javax.sql.DataSource;

/** A PostgreSQL database that a pool of connections leads to; the tables are in the schema that the connections use. */
final class PostgresDatabase extends Database {
    private final DataSource pool;
    private final AutoCloseable owned;
    private volatile boolean closed;

    private PostgresDatabase(String name, DataSource pool, AutoCloseable owned) {
        super(name, new PostgresDialect());
        this.pool = pool;
        this.owned = owned;
    }

    /** Opens the database; {@code owned} is closed with it. */
    static PostgresDatabase open(String name, DataSource pool, AutoCloseable owned) {
        PostgresDatabase database = new PostgresDatabase(name, pool, owned);
        database.migrate();
        return database;
    }

    @Override
    Session reader() throws SQLException {
        if (closed) {
            throw new SQLException("the store is closed");
        }
        return new Session(pool.getConnection(), new PostgresDialect());
    }

    @Override
    Session writer() throws SQLException {
        return reader();
    }

    @Override
    void giveBack(Session session) {
        session.close();
    }

    @Override
    void closeAll() {
        closed = true;
        try {
            owned.close();
        } catch (Exception e) {
            throw new IllegalStateException("can't close the connections to PostgreSQL", e);
        }
    }
}
