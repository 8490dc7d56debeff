package dev.mlops.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.storage.s3.S3Server;
import dev.mlops.storage.spi.Content;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3UriTest {
    private static final URI MEMORY = URI.create("memory:/");

    @Test
    void artifacts_in_s3_are_had_by_their_address() throws IOException {
        S3Server server = S3Server.shared();
        URI uri = URI.create("s3://" + server.freshBucket() + "/models/taxi?endpoint=" + server.uri()
                + "&region=eu-central-1&path_style=true");
        Content content;
        try (Storage storage = Storage.open(MEMORY, uri)) {
            content = storage.artifacts().put(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        }

        try (Storage storage = Storage.open(MEMORY, uri)) {
            assertThat(storage.artifacts().open(content)).hasBinaryContent(new byte[] {1, 2, 3});
            assertThat(storage.artifacts().toString()).contains("/models/taxi' at 127.0.0.1:");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "s3:///models, S3 URI has no bucket",
        "s3://key:secret@bucket/, S3 URI has no bucket or has credentials",
        "s3://bucket?regoin=eu, S3 URI has the option 'regoin'",
        "s3://bucket?, S3 URI has the option ''",
        "s3://bucket?path_style=yes, path_style is 'yes'",
        "s3://bucket?endpoint=minio:9000, endpoint has the host null",
        "s3://bucket?endpoint=%20, endpoint of the S3 URI is no URI",
        "s3://bucket/a%20b, prefix is 'a b'"
    })
    void what_is_wrong_with_an_address_is_told(String uri, String message) {
        assertThatThrownBy(() -> Storage.open(MEMORY, URI.create(uri)))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "awssdk, software.amazon.awssdk:s3",
        "url-connection-client, software.amazon.awssdk:url-connection-client"
    })
    void a_library_that_is_missing_is_named(String missing, String artifact) throws Exception {
        URL[] rest = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains(missing))
                .map(S3UriTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader())) {
            Method open = loader.loadClass(Storage.class.getName()).getMethod("open", URI.class, URI.class);

            assertThatThrownBy(() -> open.invoke(null, MEMORY, URI.create("s3://bucket")))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessage("S3 storage needs " + artifact + ", which isn't there: add it to the dependencies");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
