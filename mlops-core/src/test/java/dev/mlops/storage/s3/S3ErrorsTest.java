package dev.mlops.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ErrorsTest extends S3StoreFixture {
    private static final ArtifactName NAME = new ArtifactName("runs/1", "a");

    private static List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("mlops-s3-"))
                    .toList();
        }
    }

    private static void assertUnavailable(ThrowingCallable call, String operation, String reason) {
        assertThatThrownBy(call)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageStartingWith("S3 bucket '")
                .hasMessageContaining("can't " + operation)
                .hasMessageContaining(reason);
    }

    @Test
    void wrong_credentials_are_told_without_showing_them() throws IOException {
        try (S3Client client = S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(S3Server.IDENTITY, "a wrong secret")))
                        .region(Region.US_EAST_1)
                        .endpointOverride(server.uri())
                        .forcePathStyle(true)
                        .build();
                ArtifactStore wrong =
                        S3ArtifactStore.builder(bucket).client(client).build()) {
            assertUnavailable(() -> wrong.find(NAME), "find 'runs/1/a'", "status 403");
            assertThatThrownBy(() -> wrong.find(NAME))
                    .hasMessageEndingWith("expected credentials that may read, write, list and delete here")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void a_client_of_the_host_stays_open() throws IOException {
        ArtifactStore theirs =
                S3ArtifactStore.builder(bucket).client(server.client()).build();
        theirs.close();

        assertThat(objects.keys()).isEmpty();
    }

    @Test
    void a_bucket_that_is_not_there_is_told() {
        use(server.store("no-such-bucket"));

        assertUnavailable(() -> put("abc"), "take content", "NoSuchBucket");
        assertUnavailable(() -> store.list("runs/1"), "list artifacts of 'runs/1'", "NoSuchBucket");
        assertUnavailable(() -> store.unbindAll("runs"), "unbind artifacts of 'runs'", "NoSuchBucket");
    }

    @Test
    void a_server_that_has_gone_is_told_and_no_temporary_file_is_left() throws IOException {
        List<Path> before = temporaryFiles();
        S3Server own = S3Server.start();
        use(own.store(own.freshBucket()).region("eu-central-1"));
        put("abc");
        assertUnavailable(
                () -> store.put(out -> {
                    out.write(1);
                    own.close();
                }),
                "take content sha256:",
                "Connection refused");

        assertUnavailable(() -> store.unbind(NAME), "unbind 'runs/1/a'", "Connection refused");
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    @Test
    void a_newer_layout_is_refused_naming_both_versions() {
        objects.replace("format.json", "{\"version\":2}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> put("abc"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("has version 2, expected at most 1");
    }

    @Test
    void a_layout_whose_version_was_damaged_is_mended() throws IOException {
        objects.replace("format.json", "{".getBytes(StandardCharsets.UTF_8));

        assertThat(read(put("abc"))).hasSize(3);
    }

    @Test
    void a_damaged_name_is_told_with_its_key_and_stops_a_sweep() throws IOException {
        bind("a", put("abc"));
        objects.replace("names/runs/1/a.json", "{}".getBytes(StandardCharsets.UTF_8));

        assertUnavailable(() -> store.find(NAME), "find 'runs/1/a'", "'names/runs/1/a.json' doesn't hold");
        assertUnavailable(this::sweepAll, "be swept", "'names/runs/1/a.json' doesn't hold");
    }

    @Test
    void a_name_that_belongs_elsewhere_is_told() throws IOException {
        bind("a", put("abc"));
        server.client().copyObject(copy -> copy.sourceBucket(bucket)
                .sourceKey("names/runs/1/a.json")
                .destinationBucket(bucket)
                .destinationKey("names/runs/1/b.json"));

        assertUnavailable(() -> store.list("runs/1"), "list artifacts of 'runs/1'", "which belongs elsewhere");
    }
}
