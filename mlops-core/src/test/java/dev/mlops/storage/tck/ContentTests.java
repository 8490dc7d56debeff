package dev.mlops.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that go in and come out. */
interface ContentTests extends ArtifactStoreFixture {

    @Test
    default void content_is_known_by_its_sha_256() throws IOException {
        // The first is from FIPS 180-2, appendix B.1.
        assertThat(put("abc"))
                .isEqualTo(new Content("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3));
        assertThat(put(""))
                .isEqualTo(new Content("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, 100_000})
    default void bytes_come_back_as_they_were(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);

        Content content = store().put(new ByteArrayInputStream(bytes));

        assertThat(content.size()).isEqualTo(size);
        for (InputStream opened : List.of(store().open(content), another().open(content))) {
            try (InputStream in = opened) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    default void content_is_read_one_by_one_in_blocks_and_with_skips() throws IOException {
        byte[] bytes = new byte[5_000];
        new Random(1).nextBytes(bytes);
        Content content = store().put(new ByteArrayInputStream(bytes));

        try (InputStream in = store().open(content)) {
            assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
            assertThat(in.skip(999)).isEqualTo(999);
            byte[] block = new byte[3_000];
            assertThat(in.readNBytes(block, 500, 2_500)).isEqualTo(2_500);
            assertThat(block).endsWith(Arrays.copyOfRange(bytes, 1_000, 3_500));
            assertThat(in.read(new byte[0])).isZero();
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 3_500, 5_000));
        }
    }

    @Test
    default void content_may_be_closed_before_its_end() throws IOException {
        Content content = put("some text");

        try (InputStream in = store().open(content)) {
            assertThat(in.read()).isEqualTo('s');
        }

        assertThat(read(content)).isEqualTo("some text");
    }

    @Test
    default void several_may_read_the_same_content() throws IOException {
        Content content = put("some text");

        try (InputStream first = store().open(content);
                InputStream second = store().open(content)) {
            assertThat(first.read()).isEqualTo('s');
            assertThat(second.readAllBytes()).hasSize(9);
            assertThat(first.readAllBytes()).hasSize(8);
        }
    }

    @Test
    default void putting_leaves_the_stream_open() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new FilterInputStream(new ByteArrayInputStream(new byte[10])) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        store().put(in);

        assertThat(closed).isFalse();
    }

    @Test
    default void a_stream_that_gives_little_at_a_time_is_stored_whole() throws IOException {
        byte[] bytes = new byte[10_000];
        new Random(1).nextBytes(bytes);
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(bytes)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 7));
            }
        };

        assertThat(store().put(slow)).isEqualTo(store().put(new ByteArrayInputStream(bytes)));
    }

    @Test
    default void a_stream_that_breaks_stores_nothing() throws IOException {
        byte[] bytes = "half of it".getBytes(StandardCharsets.UTF_8);
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream(bytes), new FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] buffer, int offset, int length) throws IOException {
                        throw new IOException("the cable was pulled");
                    }
                });

        assertThatThrownBy(() -> store().put(broken))
                .isInstanceOf(IOException.class)
                .hasMessage("the cable was pulled");

        assertThat(sweepAll()).isZero();
        Content content = put("half of it");
        assertThat(read(content)).isEqualTo("half of it");
    }

    @Test
    default void a_writer_writes_what_is_stored() throws IOException {
        Content content = store().put(out -> {
            out.write('s');
            out.write("some text".getBytes(StandardCharsets.UTF_8), 1, 8);
            out.flush();
        });

        assertThat(read(content)).isEqualTo("some text");
    }

    @Test
    default void what_a_writer_throws_goes_on_up_and_nothing_is_stored() {
        IOException failed = new IOException("the cable was pulled");
        IllegalStateException misused = new IllegalStateException("not now");

        assertThatThrownBy(() -> store().put(out -> {
                    out.write('s');
                    throw failed;
                }))
                .isSameAs(failed);
        assertThatThrownBy(() -> store().put(out -> {
                    out.write('s');
                    throw misused;
                }))
                .isSameAs(misused);
        assertThat(sweepAll()).isZero();
    }

    @Test
    default void content_that_was_never_stored_can_not_be_opened() {
        Content missing = new Content("sha256:" + "0".repeat(64), 3);

        assertThatThrownBy(() -> store().open(missing))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(missing.hash());
    }

    @Test
    default void equal_content_is_stored_once() throws IOException {
        Content first = put("the same");
        Content second = put("the same");

        assertThat(second).isEqualTo(first);
        assertThat(sweepAll()).isEqualTo(8);
        assertThat(sweepAll()).isZero();
    }

    @Test
    default void sixteen_that_store_the_same_at_once_all_succeed() throws Exception {
        List<ArtifactStore> handles = List.of(store(), another());
        List<Content> contents = Collections.synchronizedList(new ArrayList<>());
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);

        Race.of(16, i -> contents.add(handles.get(i % 2).put(new ByteArrayInputStream(bytes))))
                .hasNoLoser();

        assertThat(contents).hasSize(16).containsOnly(contents.get(0));
        try (InputStream in = store().open(contents.get(0))) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
        assertThat(sweepAll()).isEqualTo(bytes.length);
    }
}
