package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.tck.RunStoreContract;

class MemoryRunStoreTest extends RunStoreContract {
    private final RunStore store = new MemoryRunStore();

    @Override
    protected RunStore open() {
        return store;
    }
}
