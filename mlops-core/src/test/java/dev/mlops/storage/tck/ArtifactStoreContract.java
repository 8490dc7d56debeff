package dev.mlops.storage.tck;

import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every {@link ArtifactStore} does. */
public abstract class ArtifactStoreContract
        implements ContentTests, DamagedContentTests, LargeContentTests, ArtifactNameTests, SweepTests {
    private final List<ArtifactStore> opened = new ArrayList<>();

    /**
     * Opens the storage of this test. It is empty at the first call of a test; each later one opens the same storage
     * again, as another process would, or gives the same store where only one may be open. The kit closes each.
     */
    protected abstract ArtifactStore open() throws Exception;

    /**
     * Replaces the bytes that the medium holds for some content behind the store's back, as a failing disk would; false
     * where nothing can get behind its back.
     */
    @Override
    public abstract boolean replace(Content content, byte[] bytes) throws IOException;

    /** Whether content is held in memory whole, which only a store for tests may do. */
    @Override
    public boolean isHeldInMemory() {
        return false;
    }

    @BeforeEach
    void openFirst() throws Exception {
        opened.add(open());
    }

    @AfterEach
    void closeAll() {
        opened.forEach(ArtifactStore::close);
        opened.forEach(ArtifactStore::close);
    }

    @Override
    public final ArtifactStore store() {
        return opened.get(0);
    }

    @Override
    public final ArtifactStore another() {
        try {
            opened.add(open());
        } catch (Exception e) {
            throw new IllegalStateException("the storage of this test can't be opened again", e);
        }
        return opened.get(opened.size() - 1);
    }
}
