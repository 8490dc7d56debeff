package dev.mlops.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.ContentWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashingOutputTest {
    private static final OutputStream FULL = new OutputStream() {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    };

    private static HashingOutput into(OutputStream out) {
        return new HashingOutput(out, e -> new StorageUnavailableException("can't store: " + e.getMessage(), e));
    }

    @Test
    void tellsHashAndSizeOfWhatPassesThrough() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Content content = into(bytes).take(out -> {
            out.write('a');
            out.write(new byte[] {'x', 'b', 'c', 'x'}, 1, 2);
            out.close();
        });
        assertThat(content).isEqualTo(new Content(Digest.of(new byte[] {'a', 'b', 'c'}), 3));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("abc");
        assertThat(HashingOutput.nowhere().take(out -> out.write('a')).size()).isEqualTo(1);
    }

    @Test
    void aFullDiskIsNotTheWritersFaultWhateverTheWriterMakesOfIt() {
        ContentWriter plain = out -> out.write('a');
        ContentWriter wrapping = out -> {
            try {
                out.write('a');
            } catch (IOException e) {
                throw new UncheckedIOException("wrapped", e);
            }
        };
        ContentWriter hiding = out -> {
            try {
                out.write('a');
            } catch (IOException e) {
                return;
            }
        };
        for (ContentWriter writer : List.of(plain, wrapping, hiding)) {
            assertThatThrownBy(() -> into(FULL).take(writer))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessage("can't store: No space left on device");
        }
    }

    @Test
    void theWritersOwnFailureGoesOnUp() {
        IOException checked = new IOException("broken");
        assertThatThrownBy(() -> into(OutputStream.nullOutputStream()).take(out -> {
                    throw checked;
                }))
                .isSameAs(checked);
        IllegalStateException unchecked = new IllegalStateException("broken");
        assertThatThrownBy(() -> into(OutputStream.nullOutputStream()).take(out -> {
                    throw unchecked;
                }))
                .isSameAs(unchecked);
    }
}
