package dev.mlops.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What happens if another process works just between two requests of a sweep or of a writer. */
class S3InterleavingTest extends S3StoreFixture {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.UTF_8);

    private interface Work {
        void run() throws IOException;
    }

    /** Does something once, just before or just after a request. */
    private record Meanwhile(Predicate<SdkRequest> at, boolean after, Work work, AtomicBoolean done)
            implements ExecutionInterceptor {
        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (!after) {
                work(context.request());
            }
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            if (after) {
                work(context.request());
            }
        }

        private void work(SdkRequest request) {
            if (at.test(request) && done.compareAndSet(false, true)) {
                try {
                    work.run();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static Predicate<SdkRequest> putting(String end) {
        return request -> request instanceof PutObjectRequest put && put.key().endsWith(end);
    }

    private static boolean deletesBytes(SdkRequest request) {
        return request instanceof DeleteObjectsRequest delete
                && delete.delete().objects().stream()
                        .anyMatch(object -> object.key().endsWith("/data"));
    }

    private interface Call<T> {
        T on(ArtifactStore store) throws IOException;
    }

    private <T> T with(Meanwhile meanwhile, Call<T> call) throws IOException {
        try (S3Client watched = server.client(meanwhile)) {
            T result = call.on(S3ArtifactStore.builder(bucket).client(watched).build());
            assertThat(meanwhile.done()).isTrue();
            return result;
        }
    }

    private static Meanwhile before(Predicate<SdkRequest> at, Work work) {
        return new Meanwhile(at, false, work, new AtomicBoolean());
    }

    private static Meanwhile after(Predicate<SdkRequest> at, Work work) {
        return new Meanwhile(at, true, work, new AtomicBoolean());
    }

    private static long sweepAll(ArtifactStore store) {
        return store.sweep(Instant.now().plusSeconds(3_600));
    }

    private void assertBound(Artifact artifact) throws IOException {
        assertThat(store.find(artifact.name())).contains(artifact);
        assertThat(read(artifact.content())).isEqualTo(ABC);
        assertThat(sweepAll()).isZero();
        assertThat(objects.data(artifact.content())).isNotEmpty();
    }

    private Artifact artifact(Content content) {
        return new Artifact(new ArtifactName("runs/1", "a"), content, "", NOON);
    }

    @Test
    void content_that_is_bound_after_the_first_look_at_names_stays() throws IOException {
        Content content = put("abc");

        with(before(putting("/condemned"), () -> bind("a", content)), S3InterleavingTest::sweepAll);

        assertBound(artifact(content));
    }

    @Test
    void content_that_is_bound_once_it_is_condemned_stays() throws IOException {
        Content content = put("abc");

        with(after(putting("/condemned"), () -> bind("a", content)), S3InterleavingTest::sweepAll);

        assertBound(artifact(content));
    }

    @Test
    void content_that_is_stored_and_bound_just_before_its_bytes_are_deleted_stays() throws IOException {
        Content content = put("abc");

        with(
                before(S3InterleavingTest::deletesBytes, () -> {
                    put("abc");
                    bind("a", content);
                }),
                S3InterleavingTest::sweepAll);

        assertBound(artifact(content));
    }

    @Test
    void a_sweep_between_a_hold_and_its_name_leaves_the_content() throws IOException {
        Content content = put("abc");
        Artifact artifact = artifact(content);

        with(before(putting("a.json"), () -> assertThat(sweepAll()).isZero()), bound -> {
            bound.bind(artifact);
            return bound;
        });

        assertBound(artifact);
        assertThat(objects.of(content)).noneMatch(key -> key.contains("/holds/"));
    }

    @Test
    void who_binds_what_a_sweep_removes_before_the_hold_binds_nothing() throws IOException {
        Content content = put("abc");
        Artifact artifact = artifact(content);
        Predicate<SdkRequest> holding =
                request -> request instanceof PutObjectRequest put && put.key().contains("/holds/");

        assertThatThrownBy(() -> with(before(holding, this::sweepAll), bound -> {
                    bound.bind(artifact);
                    return bound;
                }))
                .isInstanceOf(NotFoundException.class);

        assertThat(store.find(artifact.name())).isEmpty();
        assertThat(objects.of(content)).isEmpty();
    }

    @Test
    void who_stores_what_a_sweep_removes_meanwhile_stores_it_anew() throws IOException {
        put("abc");

        Content content = with(before(putting("/renewed"), this::sweepAll), again -> again.put(out -> out.write(ABC)));

        assertThat(read(content)).isEqualTo(ABC);
    }

    @Test
    void of_two_that_store_the_same_at_once_one_copy_stays() throws IOException {
        Predicate<SdkRequest> marking =
                request -> request instanceof PutObjectRequest put && put.key().contains("/whole-");

        Content content = with(before(marking, () -> put("abc")), first -> first.put(out -> out.write(ABC)));

        assertThat(objects.data(content)).isNotEmpty();
        assertThat(read(content)).isEqualTo(ABC);
    }
}
