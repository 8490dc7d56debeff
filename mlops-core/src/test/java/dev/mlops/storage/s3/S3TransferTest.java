package dev.mlops.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Large content, and connections that break. */
class S3TransferTest extends S3StoreFixture {
    private static final int MIB = 1 << 20;
    private static final Transfer.PartSizes SMALL = new Transfer.PartSizes(5 * MIB, 5 * MIB);

    private BreakingProxy proxy;

    @BeforeEach
    void open() throws IOException {
        proxy = BreakingProxy.before(server.uri());
        use(S3ArtifactStore.builder(bucket).endpoint(proxy.uri()).parts(SMALL));
    }

    @AfterEach
    void closeProxy() throws IOException {
        proxy.close();
    }

    private String etag(String key) {
        return server.client().headObject(head -> head.bucket(bucket).key(key)).eTag();
    }

    private int uploads() {
        return server.client()
                .listMultipartUploads(list -> list.bucket(bucket))
                .uploads()
                .size();
    }

    @Test
    void large_content_goes_in_parts_and_only_once() throws IOException {
        byte[] bytes = random(20 * MIB + 1);

        Content content = put(bytes);

        String key = objects.data(content);
        assertThat(etag(key)).endsWith("-5\"");
        assertThat(read(content)).isEqualTo(bytes);
        proxy.refuse("?uploads"); // which begins one
        assertThat(put(bytes)).isEqualTo(content);
        assertThat(objects.data(content)).isEqualTo(key);
        assertThat(uploads()).isZero();
    }

    @Test
    void an_upload_that_breaks_leaves_nothing() throws IOException {
        proxy.refuse("partNumber=3");

        assertThatThrownBy(() -> put(random(20 * MIB)))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("can't take content sha256:");

        assertThat(objects.keys()).containsExactly("format.json");
        assertThat(uploads()).isZero();
    }

    @Test
    void large_content_is_copied_in_parts() throws IOException {
        byte[] bytes = random(12 * MIB);
        Content content = put(bytes);
        String first = objects.data(content);
        objects.replace(first.replaceFirst("data$", "condemned"), new byte[0]);

        bind("a", content);

        objects.delete(first);
        assertThat(etag(objects.data(content))).endsWith("-3\"");
        assertThat(read(content)).isEqualTo(bytes);
    }

    @Test
    void a_download_that_breaks_goes_on_from_where_it_was() throws IOException {
        byte[] bytes = random(3 * MIB);
        Content content = put(bytes);

        proxy.breakAnswers(4, MIB / 2);

        assertThat(read(content)).isEqualTo(bytes);
        assertThat(proxy.answersLeft()).isZero();
    }

    @Test
    void a_download_that_breaks_for_good_says_where() throws IOException {
        Content content = put(random(32 * MIB)); // more than the sockets on the way can hold

        try (InputStream in = store.open(content)) {
            assertThat(in.read()).isNotNegative();
            proxy.refuse("GET ");
            proxy.breakAnswers(100, 0);
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching(
                            "content " + content.hash() + " can't be read on from byte \\d+ of 33554432: (?s).*");
        }
    }
}
