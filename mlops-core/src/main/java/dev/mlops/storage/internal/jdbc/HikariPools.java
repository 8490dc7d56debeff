package dev.mlops.storage.internal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.mlops.StorageUnavailableException;

/** Makes a pool of connections to PostgreSQL. */
final class HikariPools {
    private HikariPools() {}

    static PostgresDatabase open(String url, String shown) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName("mlops");
        config.setMinimumIdle(1);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        try {
            HikariDataSource pool = new HikariDataSource(config);
            return PostgresDatabase.open(shown, pool, pool);
        } catch (HikariPool.PoolInitializationException e) {
            throw new StorageUnavailableException("can't open " + shown + ": " + e.getMessage(), e);
        }
    }
}
