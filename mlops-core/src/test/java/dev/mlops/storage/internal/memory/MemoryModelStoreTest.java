package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.tck.ModelStoreContract;

class MemoryModelStoreTest extends ModelStoreContract {
    private final ModelStore store = new MemoryModelStore();

    @Override
    protected ModelStore open() {
        return store;
    }
}
