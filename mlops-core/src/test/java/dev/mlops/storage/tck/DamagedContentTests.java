package dev.mlops.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Content that isn't what it says: no reader ever takes it for whole. */
interface DamagedContentTests extends ArtifactStoreFixture {
    /** Replaces the bytes behind the store's back; false where that can't be. */
    boolean replace(Content content, byte[] bytes) throws IOException;

    private Content damaged(String text, String now) throws IOException {
        Content content = put(text);
        boolean replaced = replace(content, now.getBytes(StandardCharsets.UTF_8));
        assumeTrue(replaced, "nothing can get at the content behind the store's back");
        return content;
    }

    @ParameterizedTest
    @ValueSource(strings = {"some tex", "", "some texT"})
    default void damage_is_told_at_the_end_naming_both_hashes(String now) throws IOException {
        Content content = damaged("some text", now);

        try (InputStream in = store().open(content)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(content.hash())
                    .hasMessageContaining("sha256:" + sha256(now));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"some other text", "some text!"})
    default void more_than_was_stored_is_told_without_reading_on(String now) throws IOException {
        Content content = damaged("some text", now);

        try (InputStream in = store().open(content)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than the 9 bytes")
                    .hasMessageContaining(content.hash());
        }
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Test
    default void damage_is_told_to_who_reads_one_by_one_or_skips() throws IOException {
        Content content = damaged("some text", "some texT");

        try (InputStream in = store().open(content)) {
            for (int i = 0; i < 9; i++) {
                assertThat(in.read()).isPositive();
            }
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining(sha256("some texT"));
            }
        }
        try (InputStream in = store().open(content)) {
            assertThatThrownBy(() -> {
                        in.skipNBytes(9);
                        in.read();
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(content.hash());
        }
    }

    @Test
    default void damage_is_mended_by_storing_the_content_again() throws IOException {
        Content content = damaged("some text", "some texT");

        put("some text");

        assertThat(read(content)).isEqualTo("some text");
    }

    @Test
    default void content_asked_for_with_another_size_is_not_taken_for_whole() throws IOException {
        Content content = put("some text");

        try (InputStream in = store().open(new Content(content.hash(), 8))) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class).hasMessageContaining(content.hash());
        }
    }
}
