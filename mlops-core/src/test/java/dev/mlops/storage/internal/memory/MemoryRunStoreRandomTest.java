package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.tck.RandomRunsContract;

class MemoryRunStoreRandomTest extends RandomRunsContract {
    @Override
    protected RunStore openEmpty() {
        return new MemoryRunStore();
    }
}
