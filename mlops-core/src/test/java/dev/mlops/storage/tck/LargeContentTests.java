package dev.mlops.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Content that is larger than what a store may hold in memory. */
interface LargeContentTests extends ArtifactStoreFixture {
    int SIZE = 64 << 20;
    int ALLOWED = SIZE / 4;

    /** Whether content is held in memory whole. */
    boolean isHeldInMemory();

    /** Zeros without end that tell how much memory is in use where they end. */
    final class Zeros extends InputStream {
        private int left = SIZE;
        private long usedAtEnd;

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left == 0) {
                usedAtEnd = used();
                return -1;
            }
            int count = Math.min(length, left);
            Arrays.fill(buffer, offset, offset + count, (byte) 0);
            left -= count;
            return count;
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    default void large_content_is_stored_and_read_without_being_held_in_memory() throws IOException {
        assumeFalse(isHeldInMemory(), "content is held in memory whole");
        long before = used();
        Zeros zeros = new Zeros();

        Content content = store().put(zeros);

        assertThat(zeros.usedAtEnd - before).isLessThan(ALLOWED);
        assertThat(content.size()).isEqualTo(SIZE);
        try (InputStream in = store().open(content)) {
            in.skipNBytes(SIZE);
            assertThat(used() - before).isLessThan(ALLOWED);
            assertThat(in.read()).isEqualTo(-1);
        }
    }
}
