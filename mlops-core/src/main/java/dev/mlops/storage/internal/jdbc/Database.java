package dev.mlops.storage.internal.jdbc;

import dev.mlops.InvalidException;
import dev.mlops.MlopsException;
import dev.mlops.StorageUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A database with our tables in it. Several stores may share one: the last to close it does. Thread-safe. */
abstract class Database {
    private static final int MAX_TRIES = 10;

    private final String name;
    private final Dialect dialect;
    private final AtomicInteger users = new AtomicInteger();

    /** What is done in a transaction; writing may be done again from the start, when another was in the way. */
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    Database(String name, Dialect dialect) {
        this.name = name;
        this.dialect = dialect;
    }

    /** A session to read with, for {@link #giveBack}. */
    abstract Session reader() throws SQLException;

    /** The session to write with, for {@link #giveBack}. */
    abstract Session writer() throws SQLException;

    abstract void giveBack(Session session);

    abstract void closeAll();

    /** Brings the tables up to date, or closes the database again. */
    void migrate() {
        try {
            write("open", "", session -> {
                dialect.lockSchema(session);
                new Migrations(name).apply(session);
                return "";
            });
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    void use() {
        users.incrementAndGet();
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            closeAll();
        }
    }

    /** Reads in one transaction, so all of the same state. The operation and the key are for errors. */
    <T> T read(String operation, String key, Work<T> work) {
        return run(operation, key, 1, () -> inTransaction(reader(), true, work));
    }

    /** Writes all of it, or nothing where the work throws. */
    <T> T write(String operation, String key, Work<T> work) {
        return run(operation, key, MAX_TRIES, () -> inTransaction(writer(), false, work));
    }

    private interface Attempt<T> {
        T make() throws SQLException;
    }

    private <T> T run(String operation, String key, int maxTries, Attempt<T> attempt) {
        for (int tries = 1; ; tries++) {
            try {
                return attempt.make();
            } catch (SQLException e) {
                if (tries == maxTries || dialect.trouble(e) != Dialect.Trouble.RACE) {
                    throw failure(operation, key, e);
                }
            }
        }
    }

    private <T> T inTransaction(Session session, boolean reading, Work<T> work) throws SQLException {
        try {
            begin(session, reading);
            T result = work.in(session);
            dialect.commit(session);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollback(session, e);
            throw e;
        } finally {
            giveBack(session);
        }
    }

    private void begin(Session session, boolean reading) throws SQLException {
        if (reading) {
            dialect.beginReading(session);
        } else {
            dialect.beginWriting(session);
        }
    }

    private void rollback(Session session, Throwable cause) {
        try {
            if (cause instanceof SQLException) {
                session.reset();
            }
            dialect.rollback(session);
        } catch (SQLException e) {
            cause.addSuppressed(e); // such as: it couldn't begin, or the database has rolled it back
        }
    }

    private MlopsException failure(String operation, String key, SQLException e) {
        String what =
                "can't " + operation + (key.isEmpty() ? "" : " '" + key + "'") + " in " + name + ": " + e.getMessage();
        return dialect.trouble(e) == Dialect.Trouble.INVALID
                ? new InvalidException(what, e)
                : new StorageUnavailableException(what, e);
    }
}
