package dev.mlops.registry;

import dev.mlops.storage.Storage;

final class MemoryAliasesProperties extends RandomAliases {
    @Override
    Storage storage() {
        return Storage.inMemory();
    }
}
