package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.tck.ArtifactStoreContract;
import java.time.InstantSource;

class MemoryArtifactStoreTest extends ArtifactStoreContract {
    private final ArtifactStore store = new MemoryArtifactStore(InstantSource.system());

    @Override
    protected ArtifactStore open() {
        return store;
    }

    @Override
    public boolean replace(Content content, byte[] bytes) {
        return false;
    }

    @Override
    public boolean isHeldInMemory() {
        return true;
    }
}
