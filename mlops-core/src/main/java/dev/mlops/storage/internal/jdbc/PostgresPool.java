package dev.mlops.storage.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import java.net.URI;

/** Makes a pool of connections to PostgreSQL. */
final class PostgresPool {
    private static final String PREFIX = "jdbc:postgresql:";
    private static final String POOL = "com.zaxxer:HikariCP";
    private static final String DRIVER = "org.postgresql:postgresql";

    private PostgresPool() {}

    static PostgresDatabase open(URI uri) {
        String url = uri.toString();
        if (!url.startsWith(PREFIX)) {
            throw new InvalidException("URI is " + shown(url) + ", expected one that begins with " + PREFIX);
        }
        need("com.zaxxer.hikari.HikariDataSource", POOL);
        need("org.postgresql.Driver", DRIVER);
        HikariDataSource pool = pool(url);
        return PostgresDatabase.open(shown(url), pool, pool);
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName("mlops");
        config.setMinimumIdle(1);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new StorageUnavailableException("can't open " + shown(url) + ": " + e.getMessage(), e);
        }
    }

    /** Without the options, among which may be a password. */
    private static String shown(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    private static void need(String type, String artifact) {
        try {
            Class.forName(type, false, PostgresPool.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new InvalidException(
                    "PostgreSQL by URI needs " + artifact + ", which isn't there: add it to the dependencies", e);
        }
    }
}
