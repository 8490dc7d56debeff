package dev.mlops.storage.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.testing.PostgresServer;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresDatabaseTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    @Test
    void the_pool_of_the_host_stays_open_and_its_connections_as_they_were() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(PostgresServer.freshSchema().toString());
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Storage storage = Storage.postgres(pool, Storage.artifactFolder(folder))) {
                storage.runs().createExperiment(ExperimentData.of(ID, "trips", Instant.EPOCH));
                assertThat(storage.runs().findExperiment(ID)).isPresent();
            }

            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.isReadOnly()).isFalse();
            }
        }
    }

    @Test
    void a_history_longer_than_what_is_fetched_at_once_is_read_whole_and_in_order() {
        JdbcStores stores = JdbcStores.postgres(PostgresServer.freshSchema());
        stores.runs().createExperiment(ExperimentData.of(ID, "trips", Instant.EPOCH));
        stores.runs().createRun(new NewRun(ID, ID, "lasso", null, "", "", Instant.EPOCH));
        RunChange.Builder change = RunChange.builder();
        for (int i = 0; i < 2_500; i++) {
            change.metric(new MetricPoint("loss", i, i, Instant.EPOCH));
        }
        stores.runs().update(ID, change.build());

        List<MetricPoint> points = new ArrayList<>();
        stores.runs().history(ID, "loss", points::add);

        assertThat(points).hasSize(2_500).isSortedAccordingTo(MetricPoint.ORDER);
        stores.runs().close();
        stores.models().close();
    }

    @Test
    void a_database_that_cant_be_reached_is_named_without_its_password() {
        assertThatThrownBy(() -> JdbcStores.postgres(
                        URI.create("jdbc:postgresql://localhost:1/mlops?user=ada&password=secret&connectTimeout=1")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith("can't open jdbc:postgresql://localhost:1/mlops: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_closed_store_says_so() {
        JdbcStores stores = JdbcStores.postgres(PostgresServer.freshSchema());
        stores.runs().close();
        stores.models().close();

        assertThatThrownBy(() -> stores.runs().findRun(ID))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageEndingWith("the store is closed");
    }
}
