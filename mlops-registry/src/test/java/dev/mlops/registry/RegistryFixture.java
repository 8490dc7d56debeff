package dev.mlops.registry;

import dev.mlops.model.Model;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the tests of the registry begin with, whatever it is kept in. */
interface RegistryFixture {
    String TRIPS = "trips";
    String CHAMPION = "champion";

    /** Trained once: models are immutable. */
    Model MODEL = Rides.model(3);

    Gate PASSED = Gate.of("rmse", candidate -> Verdict.passed("rmse at most 8", "rmse is 5", Map.of("rmse", 5.0)));
    Gate REFUSED = Gate.of("rmse", candidate -> Verdict.refused("rmse at most 8", "rmse is 9", Map.of("rmse", 9.0)));

    Workspace workspace();

    /** Lets time pass. */
    void advance(Duration time);

    Instant now();

    default ModelRegistry registry() {
        return ModelRegistry.builder(workspace()).actor("ada").build();
    }

    /** The next version of the model. */
    default ModelVersion version() {
        return registry().register(TRIPS, MODEL);
    }

    default List<AuditEntry> entries() {
        return registry().history(TRIPS).entries();
    }

    default AuditEntry last() {
        return entries().get(entries().size() - 1);
    }

    default Map<String, Integer> aliases() {
        return registry().model(TRIPS).aliases();
    }
}
