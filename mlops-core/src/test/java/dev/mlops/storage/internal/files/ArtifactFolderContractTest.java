package dev.mlops.storage.internal.files;

import dev.mlops.storage.Storage;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.tck.ArtifactStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFolderContractTest extends ArtifactStoreContract {
    @TempDir
    Path folder;

    @Override
    protected ArtifactStore open() {
        return Storage.artifactFolder(folder);
    }

    @Override
    public boolean replace(Content content, byte[] bytes) throws IOException {
        Files.write(new Layout(folder).content(content.hash()), bytes);
        return true;
    }
}
