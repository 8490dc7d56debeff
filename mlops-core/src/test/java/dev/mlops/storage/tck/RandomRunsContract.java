package dev.mlops.storage.tck;

import dev.mlops.storage.spi.RunStore;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random calls have the same outcome with a {@link RunStore} as with a naive model of what it should do. */
public abstract class RandomRunsContract {
    private static final int CALLS = 200;
    private static final int SEARCHES = 60;

    /** Opens an empty store, which the kit closes. */
    protected abstract RunStore openEmpty() throws Exception;

    @Property(tries = CALLS, shrinking = ShrinkingMode.BOUNDED)
    void random_calls_have_the_outcome_that_the_contract_says(
            @ForAll(supplier = RandomRuns.class) Script<RunStore> script) throws Exception {
        try (RunStore store = openEmpty();
                RunStore naive = new NaiveRunStore()) {
            script.compare(store, naive);
        }
    }

    @Property(tries = SEARCHES, shrinking = ShrinkingMode.BOUNDED)
    void random_searches_find_what_the_contract_says(@ForAll(supplier = RandomSearches.class) Script<RunStore> script)
            throws Exception {
        try (RunStore store = openEmpty();
                RunStore naive = new NaiveRunStore()) {
            script.compare(store, naive);
        }
    }
}
