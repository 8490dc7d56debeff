package dev.mlops.storage.s3;

import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Library;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes clients of S3 over the HTTP client of the JDK. Bodies are sent at once and as they are, since most are tiny and
 * all have a checksum in a header: waiting for leave costs another round trip, and what stands behind the last chunk isn't
 * read by every server before it closes the connection.
 */
final class Clients {
    /** What needs the libraries. */
    static final String WHAT = "S3 storage";
    /** Longer than any request takes, of which the largest sends a part. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    private Clients() {}

    static S3Client make(S3ArtifactStore.Builder settings) {
        Library.need(
                WHAT,
                "software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient",
                "software.amazon.awssdk:url-connection-client");
        URI endpoint = settings.endpoint;
        Boolean pathStyle = settings.pathStyle;
        S3ClientBuilder client = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(
                        config -> config.retryStrategy(RetryMode.STANDARD).apiCallTimeout(LONGEST_CALL))
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED) // we check the SHA-256 of all
                .serviceConfiguration(s3 -> s3.expectContinueEnabled(false).chunkedEncodingEnabled(false))
                .forcePathStyle(pathStyle != null ? pathStyle : endpoint != null && !isAws(endpoint));
        if (endpoint != null) {
            client.endpointOverride(endpoint);
        }
        return build(region(client, settings.region, endpoint), settings);
    }

    private static S3ClientBuilder region(S3ClientBuilder client, @Nullable String region, @Nullable URI endpoint) {
        if (region != null) {
            client.region(Region.of(region));
        } else if (endpoint != null) {
            client.region(Region.US_EAST_1); // it is a part of the signature, and what others than AWS expect
        }
        return client;
    }

    private static S3Client build(S3ClientBuilder client, S3ArtifactStore.Builder settings) {
        try {
            return client.build();
        } catch (SdkClientException e) {
            throw new InvalidException(settings + " can't be had: " + e.getMessage(), e);
        }
    }

    private static boolean isAws(URI endpoint) {
        String host = endpoint.getHost().toLowerCase(Locale.ROOT);
        return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
    }
}
