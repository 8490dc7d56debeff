package dev.mlops.storage.tck;

import dev.mlops.storage.spi.ModelStore;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random calls have the same outcome with a {@link ModelStore} as with a naive model of what it should do. */
public abstract class RandomModelsContract {
    private static final int CALLS = 200;

    /** Opens an empty store, which the kit closes. */
    protected abstract ModelStore openEmpty() throws Exception;

    @Property(tries = CALLS, shrinking = ShrinkingMode.BOUNDED)
    void random_calls_have_the_outcome_that_the_contract_says(
            @ForAll(supplier = RandomModels.class) Script<ModelStore> script) throws Exception {
        try (ModelStore store = openEmpty();
                ModelStore naive = new NaiveModelStore()) {
            script.compare(store, naive);
        }
    }
}
