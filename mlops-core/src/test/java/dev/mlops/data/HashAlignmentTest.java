package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The largest value that is written in one piece, at each place of the buffer that it can meet. */
class HashAlignmentTest {
    private static final LocalDateTime TIME = LocalDateTime.of(2021, 1, 31, 23, 59, 59, 7);

    /** About half the buffer in characters, which take two bytes. */
    private static final int NEAR_THE_END = 8_150;

    record Even(String text, LocalDateTime time) {}

    record Odd(byte first, String text, LocalDateTime time) {}

    @Test
    void a_date_time_is_hashed_as_described_wherever_it_falls() throws IOException, NoSuchAlgorithmException {
        for (int length = NEAR_THE_END - 100; length < NEAR_THE_END + 100; length++) {
            String text = "x".repeat(length);
            assertThat(Dataset.of("d", Even.class, List.of(new Even(text, TIME)))
                            .contentHash())
                    .as("%d characters", length)
                    .isEqualTo(described(false, text));
            assertThat(Dataset.of("d", Odd.class, List.of(new Odd((byte) 5, text, TIME)))
                            .contentHash())
                    .as("a byte and %d characters", length)
                    .isEqualTo(described(true, text));
        }
    }

    /** The bytes that {@link Fingerprint} describes, put down one by one. */
    private static String described(boolean odd, String text) throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        text("dev.mlops.data/1", out);
        out.writeInt(odd ? 3 : 2);
        if (odd) {
            field("first", "INT8", false, out);
        }
        field("text", "STRING", true, out);
        field("time", "TIMESTAMP", true, out);
        if (odd) {
            out.writeBoolean(true);
            out.writeByte(5);
        }
        out.writeBoolean(true);
        text(text, out);
        out.writeBoolean(true);
        out.writeLong(TIME.toLocalDate().toEpochDay());
        out.writeLong(TIME.toLocalTime().toNanoOfDay());
        out.writeLong(1);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        return "sha256:" + HexFormat.of().formatHex(digest);
    }

    private static void field(String name, String type, boolean nullable, DataOutputStream out) throws IOException {
        text(name, out);
        text(type, out);
        out.writeBoolean(nullable);
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        out.writeInt(text.length());
        out.writeChars(text);
    }
}
