package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What predictors do while their model can't be read from a real database. */
final class StoreAwayTest {
    @TempDir
    Path folder;

    private final Model slow = Rides.model(3);
    private final Model quick = Rides.model(1);

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mlops.db"));
                Statement away = connection.createStatement()) {
            away.execute(statement);
        }
    }

    @Test
    void it_goes_on_says_so_and_follows_again_when_the_store_is_back() throws SQLException {
        try (Workspace workspace = Workspace.open(folder)) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            registry.alias(registry.register("rides", slow), "champion");
            registry.register("rides", quick);
            Predictor.Builder<Ride> builder =
                    Predictor.builder(registry, "rides", Ride.class).refresh(Duration.ofDays(1));
            try (Predictor<Ride> following = builder.build();
                    Predictor<Ride> aliased = Predictor.of(registry, "rides@champion", Ride.class);
                    Predictor<Ride> fixed = Predictor.of(registry, "rides/2", Ride.class)) {
                Rollouts.of(registry).start("rides", Rollout.split(Map.of("2", 1)));
                sql("ALTER TABLE mlops_model_tags RENAME TO away");
                following.refresh();
                aliased.refresh();
                fixed.refresh();

                assertThat(following.predict(RIDE)).isEqualTo(slow.predict(RIDE));
                assertThat(trouble(following)).contains("can't read model 'rides'");
                assertThat(trouble(aliased)).contains("can't read model 'rides'");
                assertThat(fixed.health().get(0).trouble()).isEmpty(); // it needs nothing of the store

                sql("ALTER TABLE away RENAME TO mlops_model_tags");
                following.refresh();
                aliased.refresh();
                assertThat(following.predict(RIDE)).isEqualTo(quick.predict(RIDE));
                assertThat(following.health().get(0).trouble()).isEmpty();
                assertThat(aliased.health().get(0).trouble()).isEmpty();
            }
        }
    }

    private static String trouble(Predictor<Ride> predictor) {
        return predictor.health().get(0).trouble().orElseThrow();
    }
}
