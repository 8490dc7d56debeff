package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.entry;

import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionData;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tests of model stores begin with. */
interface ModelStoreFixture {
    /** The store of this test, empty at first. */
    ModelStore store();

    /** Another handle on the same storage, or the same one where the backend has only one. */
    ModelStore another();

    /** Adds a model. */
    default void model(String name) {
        store().createModel(Samples.model(name), entry(name, "create", 0));
    }

    /** Adds a version of a model, and tells its number. */
    default int version(String model) {
        return store().createVersion(Samples.version(model), entry(model, "register", 1))
                .number();
    }

    /** Adds a version with this metric and tag. */
    default int version(String model, double metric, String tag) {
        NewVersion version =
                new NewVersion(model, null, "", Map.of("p", tag), Map.of("m", metric), Map.of("t", tag), Samples.T0);
        return store().createVersion(version, entry(model, "register", 1)).number();
    }

    default void change(String model, ModelChange change, long millis) {
        store().change(model, change, entry(model, "change", millis));
    }

    /** Points an alias. */
    default void alias(String model, String alias, int version, @Nullable Integer expected) {
        change(model, new ModelChange.Alias(alias, version, expected), 2);
    }

    default ModelData get(String model) {
        return store().findModel(model).orElseThrow();
    }

    default VersionData get(String model, int version) {
        return store().findVersion(model, version).orElseThrow();
    }
}
