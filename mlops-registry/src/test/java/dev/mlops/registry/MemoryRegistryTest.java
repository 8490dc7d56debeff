package dev.mlops.registry;

import dev.mlops.storage.Storage;

final class MemoryRegistryTest extends RegistryContract {
    @Override
    Storage storage() {
        return Storage.inMemory();
    }
}
