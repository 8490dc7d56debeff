package dev.mlops.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL for the tests of this JVM. Where none can start, tests are skipped and say why; not so in CI. */
public final class PostgresServer {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable String failure;

    private PostgresServer() {}

    /** The address of a fresh, empty schema. */
    public static URI freshSchema() {
        String schema = "test_" + SCHEMAS.incrementAndGet();
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException("schema " + schema + " can't be made", e);
        }
        return uri(schema);
    }

    private static URI uri(String schema) {
        return URI.create("jdbc:postgresql://localhost:" + server().getPort() + "/postgres?user=postgres&currentSchema="
                + schema);
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null && failure == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off") // nothing of it outlives the tests
                        .start();
            } catch (Exception e) {
                failure = e.toString();
            }
        }
        if (server == null) {
            skip(String.valueOf(failure));
        }
        return Objects.requireNonNull(server);
    }

    private static void skip(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("PostgreSQL can't start, and CI may not skip its tests: " + reason);
        }
        System.err.println("PostgreSQL can't start, its tests are skipped: " + reason);
        Assumptions.abort("PostgreSQL can't start: " + reason);
    }
}
