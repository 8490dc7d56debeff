package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.tck.RandomModelsContract;

class MemoryModelStoreRandomTest extends RandomModelsContract {
    @Override
    protected ModelStore openEmpty() {
        return new MemoryModelStore();
    }
}
