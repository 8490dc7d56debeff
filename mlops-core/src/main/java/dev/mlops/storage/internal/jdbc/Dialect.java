package dev.mlops.storage.internal.jdbc;

import java.sql.SQLException;
import java.util.Collection;

/** In what databases differ. */
interface Dialect {

    /** What an error means. */
    enum Trouble {
        /** Another transaction was in the way; the same again may work at once. */
        RACE,
        /** The database isn't one, or can't be used by this library; trying again won't help. */
        INVALID,
        /** It can't be reached or can't write now. */
        UNAVAILABLE
    }

    /** The text of a migration with the types of this database. */
    String migration(String script);

    /** Begins a transaction that only reads, in which every statement sees the same state. */
    void beginReading(Session session) throws SQLException;

    /** Begins a transaction that writes. */
    void beginWriting(Session session) throws SQLException;

    /** Ends the transaction. */
    void commit(Session session) throws SQLException;

    /** Ends the transaction as if it had never been. */
    void rollback(Session session) throws SQLException;

    /** Waits until no other transaction migrates. */
    void lockSchema(Session session) throws SQLException;

    /** The clause that keeps rows that were read from being removed, or changed too, until the transaction ends. */
    String keeping(boolean unchanged);

    /** The clause that keeps rows that were read for this transaction alone. */
    String locking();

    /** Appends the condition that {@code expression} is one of the numbers, in one parameter. */
    void anyOf(Sql sql, String expression, Collection<Long> numbers);

    /** A column in a condition that shall not choose the index to read by. */
    String notByIndex(String column);

    /** Appends the condition that {@code expression} matches, or doesn't match, a pattern. */
    void like(Sql sql, String expression, boolean matches, boolean ignoreCase, String pattern);

    /** What an error means. */
    Trouble trouble(SQLException e);
}
