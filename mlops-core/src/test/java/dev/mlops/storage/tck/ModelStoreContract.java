package dev.mlops.storage.tck;

import dev.mlops.storage.spi.ModelStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every {@link ModelStore} does. */
public abstract class ModelStoreContract
        implements ModelTests, VersionTests, AliasTests, ModelHistoryTests, VersionSearchTests, ModelConcurrencyTests {
    private final List<ModelStore> opened = new ArrayList<>();

    /**
     * Opens the storage of this test. It is empty at the first call of a test; each later one opens the same storage
     * again, as another process would, or gives the same store where only one may be open. The kit closes each.
     */
    protected abstract ModelStore open() throws Exception;

    @BeforeEach
    void openFirst() throws Exception {
        opened.add(open());
    }

    @AfterEach
    void closeAll() {
        opened.forEach(ModelStore::close);
        opened.forEach(ModelStore::close);
    }

    @Override
    public final ModelStore store() {
        return opened.get(0);
    }

    @Override
    public final ModelStore another() {
        try {
            opened.add(open());
        } catch (Exception e) {
            throw new IllegalStateException("the storage of this test can't be opened again", e);
        }
        return opened.get(opened.size() - 1);
    }
}
