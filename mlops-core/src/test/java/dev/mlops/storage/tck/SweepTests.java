package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Content that nobody names is removed, and nothing else is. */
interface SweepTests extends ArtifactStoreFixture {

    @Test
    default void content_without_a_name_is_removed_when_it_is_old() throws IOException {
        Content content = put("some text");

        assertThat(sweepAll()).isEqualTo(9);

        assertThatThrownBy(() -> store().open(content)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> store().bind(new Artifact(new ArtifactName("o", "a"), content, "", T0)))
                .isInstanceOf(NotFoundException.class);
        assertThat(sweepAll()).isZero();
    }

    @Test
    default void any_moment_tells_what_is_old() throws IOException {
        put("some text");

        assertThat(store().sweep(Instant.MIN)).isZero();
        assertThat(store().sweep(Instant.MAX)).isEqualTo(9);
    }

    @Test
    default void fresh_content_stays() throws IOException {
        Content content = put("some text");

        assertThat(store().sweep(Instant.now().minusSeconds(3_600))).isZero();

        assertThat(read(content)).isEqualTo("some text");
    }

    @Test
    default void content_with_a_name_stays_until_the_last_name_is_gone() throws IOException {
        Artifact first = bind("o", "a", "some text");
        Artifact second = bind("p", "b", "some text");

        assertThat(sweepAll()).isZero();
        store().unbind(first.name());
        assertThat(sweepAll()).isZero();
        assertThat(read(second.content())).isEqualTo("some text");

        store().unbindAll("p");
        assertThat(sweepAll()).isEqualTo(9);
    }

    @Test
    default void what_was_removed_may_be_stored_again() throws IOException {
        put("some text");
        sweepAll();

        Artifact again = bind("o", "a", "some text");

        assertThat(sweepAll()).isZero();
        assertThat(read(again.content())).isEqualTo("some text");
    }

    @Test
    default void content_that_is_swept_while_it_is_read_is_whole_or_an_error() throws IOException {
        Content content = put("some text");

        try (InputStream in = store().open(content)) {
            assertThat(in.read()).isEqualTo('s');
            sweepAll();
            try {
                assertThat(in.readAllBytes()).hasSize(8);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(content.hash());
            }
        }
    }

    @Test
    default void a_name_that_was_bound_beside_a_sweep_has_its_content() throws Exception {
        List<ArtifactStore> handles = List.of(store(), another());
        AtomicInteger writing = new AtomicInteger(6);

        Race.of(8, thread -> {
                    if (thread >= 6) {
                        while (writing.get() > 0) {
                            handles.get(thread % 2).sweep(Instant.now().plusSeconds(3_600));
                        }
                        return;
                    }
                    try {
                        bindAndRead(handles.get(thread % 2), thread);
                    } finally {
                        writing.decrementAndGet();
                    }
                })
                .hasNoLoser();

        assertThat(store().list("kept")).hasSize(60);
        for (Artifact artifact : store().list("kept")) {
            assertThat(read(artifact.content())).startsWith("text");
        }
    }

    private void bindAndRead(ArtifactStore store, int thread) throws IOException {
        for (int i = 0; i < 10; i++) {
            ArtifactName name = new ArtifactName("kept", thread + "/" + i);
            Artifact artifact = bindWhole(store, name, "text " + i % 3);
            try (InputStream in = store.open(artifact.content())) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("text " + i % 3);
            }
        }
    }

    /** As the contract says: a sweep that removes all may come between the two calls, and then both are made again. */
    private Artifact bindWhole(ArtifactStore store, ArtifactName name, String text) throws IOException {
        while (true) {
            Content content = store.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            Artifact artifact = new Artifact(name, content, "", T0);
            try {
                store.bind(artifact);
                return artifact;
            } catch (NotFoundException e) {
                assertThat(store.find(name)).isEmpty();
            }
        }
    }
}
