package dev.mlops.storage.s3;

import dev.mlops.storage.spi.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Brings content into a bucket: in one request, or in parts, of which nothing stays where one fails. */
final class Transfer {
    private static final int MOST_PARTS = 10_000; // as many as S3 takes

    private final S3Client client;
    private final String bucket;
    private final PartSizes sizes;

    /**
     * How large the parts are, at least, in bytes. What is up to two parts of an upload, or one of a copy, is one request.
     */
    record PartSizes(long upload, long copy) {
        /** A copy of one request may have 5 GiB, of which this is safely short. */
        static final PartSizes USUAL = new PartSizes(8L << 20, 1L << 30);
    }

    private interface Sender {
        CompletedPart send(String upload, int number, long from, long count);
    }

    Transfer(Bucket bucket, PartSizes sizes) {
        this.client = bucket.client();
        this.bucket = bucket.name();
        this.sizes = sizes;
    }

    /** Sends what was spooled, and gives its ETag. */
    String upload(String key, Spool spool, Content content) {
        long size = content.size();
        if (size <= 2 * sizes.upload()) {
            String checksum = Bucket.checksum(content.hash());
            return client.putObject(put -> put.bucket(bucket).key(key).checksumSHA256(checksum), body(spool, 0, size))
                    .eTag();
        }
        return inParts(key, size, sizes.upload(), (upload, number, from, count) -> {
            UploadPartResponse sent = client.uploadPart(
                    part -> part.bucket(bucket).key(key).uploadId(upload).partNumber(number), body(spool, from, count));
            return part(number, sent.eTag(), sent.checksumCRC32());
        });
    }

    private static RequestBody body(Spool spool, long from, long count) {
        return RequestBody.fromContentProvider(() -> spool.part(from, count), count, "application/octet-stream");
    }

    /** Copies an object within the bucket, and gives the ETag of the new one; empty if the old one isn't there. */
    Optional<String> copy(String from, String to, long size) {
        try {
            return Optional.of(size <= sizes.copy() ? copyWhole(from, to) : copyInParts(from, to, size));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private String copyWhole(String from, String to) {
        return client.copyObject(copy -> copy.sourceBucket(bucket)
                        .sourceKey(from)
                        .destinationBucket(bucket)
                        .destinationKey(to))
                .copyObjectResult()
                .eTag();
    }

    private String copyInParts(String source, String to, long size) {
        return inParts(to, size, sizes.copy(), (upload, number, from, count) -> {
            CopyPartResult copied = client.uploadPartCopy(part -> part.sourceBucket(bucket)
                            .sourceKey(source)
                            .destinationBucket(bucket)
                            .destinationKey(to)
                            .uploadId(upload)
                            .partNumber(number)
                            .copySourceRange("bytes=" + from + "-" + (from + count - 1)))
                    .copyPartResult();
            return part(number, copied.eTag(), copied.checksumCRC32());
        });
    }

    private static CompletedPart part(int number, String etag, String checksum) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(etag)
                .checksumCRC32(checksum)
                .build();
    }

    private String inParts(String key, long size, long atLeast, Sender sender) {
        long each = Math.max(atLeast, (size + MOST_PARTS - 1) / MOST_PARTS);
        String upload = client.createMultipartUpload(
                        create -> create.bucket(bucket).key(key))
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long from = 0; from < size; from += each) {
                parts.add(sender.send(upload, parts.size() + 1, from, Math.min(each, size - from)));
            }
            return client.completeMultipartUpload(complete ->
                            complete.bucket(bucket).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)))
                    .eTag();
        } catch (RuntimeException e) {
            abort(key, upload, e);
            throw e;
        }
    }

    /** What can't be aborted now is removed by a sweep. */
    private void abort(String key, String upload, RuntimeException cause) {
        try {
            client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(upload));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }
}
