package dev.mlops.storage.s3;

import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.tck.ArtifactStoreContract;

class S3ArtifactStoreContractTest extends ArtifactStoreContract {
    private final String bucket = S3Server.shared().freshBucket();

    @Override
    protected ArtifactStore open() {
        return S3Server.shared().store(bucket).prefix("some/prefix").build();
    }

    @Override
    public boolean replace(Content content, byte[] bytes) {
        Objects objects = new Objects(bucket, "some/prefix/");
        objects.replace(objects.data(content), bytes);
        return true;
    }
}
