package dev.mlops.storage.internal.jdbc;

import dev.mlops.testing.PostgresServer;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL database for the tests of this JVM. */
final class Postgres {
    private static @Nullable URI shared;

    private Postgres() {}

    /** A database with our tables, empty again: quicker than a fresh one. Only for tests of this JVM that run in turn. */
    static synchronized Database emptied() {
        if (shared == null) {
            shared = PostgresServer.freshSchema();
        }
        Database database = PostgresPool.open(shared);
        database.write("empty", "", session -> {
            session.update("TRUNCATE mlops_experiments, mlops_models CASCADE");
            session.update("TRUNCATE mlops_metrics, mlops_latest, mlops_model_numbers, mlops_audit");
            return "";
        });
        return database;
    }
}
