package dev.mlops.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class S3SweepTest extends S3StoreFixture {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);

    private String beside(String data, String kind) {
        return data.replaceFirst("data$", kind);
    }

    private String holdOf(Content content) {
        return objects.data(content).replaceFirst("[^/]*/data$", "holds/1");
    }

    private void laterByTwoDays() {
        use(server.store(bucket).clock(InstantSource.offset(InstantSource.system(), TWO_DAYS)));
    }

    @Test
    void nothing_is_left_of_what_was_swept() throws IOException {
        put("abc");
        put("abc");

        assertThat(sweepAll()).isEqualTo(3);

        assertThat(objects.keys()).containsExactly("format.json");
    }

    /** What others see while a sweep is half way, and what is left of one that was killed there. */
    @Nested
    class HalfWay {
        private Content content;
        private Artifact bound;
        private String condemned;

        @BeforeEach
        void condemn() throws IOException {
            content = put("abc");
            bound = bind("bound", content);
            condemned = objects.data(content);
            objects.replace(beside(condemned, "condemned"), new byte[0]);
        }

        @Test
        void content_is_still_read_under_its_name() throws IOException {
            assertThat(store.list("runs/1")).containsExactly(bound);
            assertThat(read(content)).isEqualTo(ABC);
        }

        @Test
        void who_binds_it_makes_a_copy_that_outlives_the_sweep() throws IOException {
            bind("more", content);
            objects.delete(condemned);

            assertThat(objects.data(content)).isNotEqualTo(condemned);
            assertThat(read(content)).isEqualTo(ABC);
        }

        @Test
        void who_stores_it_again_makes_a_copy_and_removes_the_condemned_one() throws IOException {
            put("abc");

            assertThat(objects.data(content)).isNotEqualTo(condemned);
            assertThat(objects.of(content)).noneMatch(key -> key.endsWith("/condemned"));
            assertThat(read(content)).isEqualTo(ABC);
        }

        @Test
        void another_sweep_copies_what_is_bound_before_it_removes_the_condemned_one() throws IOException {
            sweepAll();

            assertThat(objects.data(content)).isNotEqualTo(condemned);
            assertThat(read(content)).isEqualTo(ABC);
            assertThat(sweepAll()).isZero();
        }

        @Test
        void another_sweep_removes_what_is_not_bound() throws IOException {
            store.unbindAll("runs");

            assertThat(sweepAll()).isEqualTo(3);

            assertThat(objects.of(content)).isEmpty();
        }

        @Test
        void another_sweep_keeps_what_is_young() throws IOException {
            store.unbindAll("runs");

            store.sweep(Instant.now().minusSeconds(3_600));

            assertThat(objects.data(content)).isNotEqualTo(condemned);
            assertThat(read(content)).isEqualTo(ABC);
        }

        @Test
        void marks_of_bytes_that_are_gone_are_cleared_away() {
            store.unbindAll("runs");
            objects.delete(condemned);

            assertThat(sweepAll()).isZero();

            assertThat(objects.of(content)).isEmpty();
            assertThatThrownBy(() -> bind("again", content)).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void content_that_is_held_for_a_binder_stays() throws IOException {
        Content content = put("abc");
        objects.replace(holdOf(content), new byte[0]);

        assertThat(sweepAll()).isZero();

        assertThat(read(content)).isEqualTo(ABC);
    }

    @Test
    void a_hold_of_a_killed_binder_counts_for_a_day() throws IOException {
        Content content = put("abc");
        String hold = holdOf(content);
        objects.replace(hold, new byte[0]);

        laterByTwoDays();

        assertThat(store.sweep(Instant.now().plus(TWO_DAYS))).isEqualTo(3);
        assertThat(objects.keys()).doesNotContain(hold);
    }

    @Test
    void a_copy_of_a_killed_writer_is_not_taken_for_whole_and_goes_with_a_sweep() throws IOException {
        Content content = put("abc");
        bind("a", content);
        String whole = objects.data(content);
        String unfinished = whole.replaceFirst("[^/]*/data$", "0/data");
        objects.replace(unfinished, "a".getBytes(StandardCharsets.UTF_8));

        assertThat(read(content)).isEqualTo(ABC);
        put("abc");
        assertThat(objects.of(content)).contains(whole, unfinished);
        assertThat(sweepAll()).isEqualTo(1);
        assertThat(objects.data(content)).isEqualTo(whole);
    }

    @Test
    void uploads_in_parts_that_were_never_ended_are_aborted_after_a_day() {
        server.client().createMultipartUpload(create -> create.bucket(bucket).key("content/0/0/data"));

        sweepAll();
        assertThat(uploads()).isOne();
        laterByTwoDays();
        sweepAll();

        assertThat(uploads()).isZero();
    }

    private int uploads() {
        return server.client()
                .listMultipartUploads(list -> list.bucket(bucket))
                .uploads()
                .size();
    }

    @Test
    void objects_of_others_are_left_alone() throws IOException {
        objects.replace("content/notes.txt", ABC);
        objects.replace("names/notes.txt", ABC);
        put("abc");

        assertThat(sweepAll()).isEqualTo(3);

        assertThat(objects.keys()).contains("content/notes.txt", "names/notes.txt");
    }
}
