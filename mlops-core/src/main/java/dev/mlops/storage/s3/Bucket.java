package dev.mlops.storage.s3;

import dev.mlops.storage.internal.Digest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of one bucket, one request a call; all throw {@link software.amazon.awssdk.core.exception.SdkException}. */
final class Bucket {
    private static final int DELETED_AT_ONCE = 1_000;

    private final S3Client client;
    private final String name;

    Bucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    S3Client client() {
        return client;
    }

    String name() {
        return name;
    }

    void put(String key, byte[] bytes) {
        String checksum = checksum(Digest.of(bytes));
        client.putObject(put -> put.bucket(name).key(key).checksumSHA256(checksum), RequestBody.fromBytes(bytes));
    }

    /** A hash as S3 has it, which refuses what arrives with another one. */
    static String checksum(String hash) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Digest.hex(hash)));
    }

    /** Writes an object that says all by being there. */
    void mark(String key) {
        put(key, new byte[0]);
    }

    Optional<ResponseBytes<GetObjectResponse>> get(String key) {
        try {
            return Optional.of(client.getObjectAsBytes(get -> get.bucket(name).key(key)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** Opens an object from a byte on. */
    Optional<ResponseInputStream<GetObjectResponse>> open(String key, long from) {
        @Nullable String range = from == 0 ? null : "bytes=" + from + "-";
        try {
            return Optional.of(client.getObject(get -> get.bucket(name).key(key).range(range)));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    boolean exists(String key) {
        try {
            client.headObject(head -> head.bucket(name).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    /** Hands over every object whose key begins so; if not {@code deep}, none that has one more slash. */
    void list(String prefix, boolean deep, Consumer<S3Object> to) {
        @Nullable String delimiter = deep ? null : "/";
        client.listObjectsV2Paginator(list -> list.bucket(name).prefix(prefix).delimiter(delimiter))
                .contents()
                .forEach(to);
    }

    /** Aborts uploads in parts of keys that begin so, where they began before a moment. */
    void abortUploads(String prefix, Instant before) {
        client.listMultipartUploadsPaginator(list -> list.bucket(name).prefix(prefix)).uploads().stream()
                .filter(upload -> upload.initiated().isBefore(before))
                .forEach(upload -> client.abortMultipartUpload(
                        abort -> abort.bucket(name).key(upload.key()).uploadId(upload.uploadId())));
    }

    /** Deletes objects; fine where they aren't there. */
    void delete(List<String> keys) {
        for (int from = 0; from < keys.size(); from += DELETED_AT_ONCE) {
            deleteBatch(keys.subList(from, Math.min(keys.size(), from + DELETED_AT_ONCE)));
        }
    }

    private void deleteBatch(List<String> keys) {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        Delete quietly = Delete.builder().objects(objects).quiet(true).build();
        DeleteObjectsResponse response =
                client.deleteObjects(delete -> delete.bucket(name).delete(quietly));
        if (response.hasErrors() && !response.errors().isEmpty()) {
            S3Error first = response.errors().get(0);
            throw SdkClientException.create(
                    "object '" + first.key() + "' can't be deleted: " + first.code() + ": " + first.message());
        }
    }
}
