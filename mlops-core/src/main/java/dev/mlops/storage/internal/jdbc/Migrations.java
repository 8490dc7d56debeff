package dev.mlops.storage.internal.jdbc;

import dev.mlops.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Brings the tables to the version that this library knows: schema-1.sql, schema-2.sql and so on, those that the database
 * hasn't seen, all in the transaction of the session, which lets no other migrate meanwhile. A script that was released is
 * never changed.
 *
 * <p>Flyway isn't used since it has no lock on SQLite, where two processes may well start at once, and since everybody who
 * uses the library would carry it for these few lines.
 */
final class Migrations {
    static final int LATEST = 1;

    private final String database;

    Migrations(String database) {
        this.database = database;
    }

    void apply(Session session) throws SQLException {
        session.update("CREATE TABLE IF NOT EXISTS mlops_schema (version INTEGER NOT NULL)");
        int version = session.first(row -> row.getInt(1), "SELECT version FROM mlops_schema")
                .orElse(0);
        if (version > LATEST) {
            throw new InvalidException(database + " has schema " + version + ", this library knows schemas up to "
                    + LATEST + ": use a newer one");
        }
        for (int next = version + 1; next <= LATEST; next++) {
            run(session, session.dialect().migration(script(next)));
        }
        if (version == 0) {
            session.update("INSERT INTO mlops_schema (version) VALUES (?)", LATEST);
        } else if (version < LATEST) {
            session.update("UPDATE mlops_schema SET version = ?", LATEST);
        }
    }

    private static void run(Session session, String script) throws SQLException {
        for (String statement : script.replaceAll("(?m)^--.*$", "").split(";", -1)) {
            if (!statement.isBlank()) {
                session.update(statement);
            }
        }
    }

    private static String script(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream in = Objects.requireNonNull(Migrations.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
