package dev.mlops.storage.s3;

import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.spi.Content;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of a bucket as they are, behind a store's back. */
record Objects(String bucket, String root) {

    List<String> keys() {
        return S3Server.shared()
                .client()
                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(root))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    /** Keys below that of a content. */
    List<String> of(Content content) {
        return keys().stream()
                .filter(key -> key.startsWith(root + "content/" + Digest.hex(content.hash()) + "/"))
                .toList();
    }

    /** The key of the bytes of a content that has one copy. */
    String data(Content content) {
        List<String> data =
                of(content).stream().filter(key -> key.endsWith("/data")).toList();
        if (data.size() != 1) {
            throw new IllegalStateException("copies are " + data + ", expected one");
        }
        return data.get(0);
    }

    void replace(String key, byte[] bytes) {
        S3Server.shared().client().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    void delete(String key) {
        S3Server.shared().client().deleteObject(delete -> delete.bucket(bucket).key(key));
    }
}
