package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RoundTripTest {
    private static final String[] HOSTILE = {
        ",",
        "\"",
        "\n",
        "\r",
        "\r\n",
        " ",
        "\t",
        "#",
        "'",
        ";",
        "\\",
        "\0",
        "a",
        "é",
        "\u2028",
        "\ufeff",
        "-",
        "=",
        "\ud83d\ude95",
        "null",
        "0"
    };
    private static final String HEADER = "text,flag,tiny,whole,large,single,exact,time,boxed,maybe\n";

    record Everything(
            @Nullable String text,
            boolean flag,
            byte tiny,
            int whole,
            long large,
            float single,
            double exact,
            LocalDateTime time,
            @Nullable Long boxed,
            Optional<String> maybe) {}

    private static Everything row(Random random) {
        return new Everything(
                random.nextInt(5) == 0 ? null : text(random),
                random.nextBoolean(),
                (byte) random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                Float.intBitsToFloat(random.nextInt()),
                random.nextBoolean() ? Double.longBitsToDouble(random.nextLong()) : random.nextInt(1 << 20) / 100.0,
                LocalDateTime.ofEpochSecond(
                        random.nextInt() * 100L,
                        random.nextBoolean() ? 0 : random.nextInt(1_000_000_000),
                        ZoneOffset.UTC),
                random.nextBoolean() ? null : random.nextLong(),
                random.nextInt(5) == 0 ? Optional.empty() : Optional.of(text(random)));
    }

    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> HOSTILE[random.nextInt(HOSTILE.length)])
                .collect(Collectors.joining());
    }

    private static String line(Everything row) {
        return Stream.of(
                        quoted(row.text()),
                        String.valueOf(row.flag()),
                        String.valueOf(row.tiny()),
                        String.valueOf(row.whole()),
                        String.valueOf(row.large()),
                        String.valueOf(row.single()),
                        String.valueOf(row.exact()),
                        row.time().toString().replace('T', row.flag() ? 'T' : ' '),
                        row.boxed() == null ? "" : row.boxed().toString(),
                        quoted(row.maybe().orElse(null)))
                .collect(Collectors.joining(","));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "" : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    @Property(tries = 200)
    void what_is_written_as_csv_is_read_again(@ForAll long seed, @ForAll @IntRange(max = 20) int size)
            throws IOException {
        Random random = new Random(seed);
        List<Everything> rows = Stream.generate(() -> row(random)).limit(size).toList();
        String end = random.nextBoolean() ? "\n" : "\r\n";
        Path file = Files.createTempFile("rows", ".csv");
        try {
            Files.writeString(
                    file, HEADER + rows.stream().map(RoundTripTest::line).collect(Collectors.joining(end)));
            Dataset<Everything> read = RecordReader.of(Everything.class).read(file);
            assertThat(read.rows()).isEqualTo(rows);
            assertThat(read.contentHash())
                    .isEqualTo(Dataset.of("rows", Everything.class, rows).contentHash());
        } finally {
            Files.delete(file);
        }
    }

    @Property(tries = 200)
    void text_survives_reads_of_any_size(@ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int chunk)
            throws IOException {
        Random random = new Random(seed);
        String text = Stream.generate(() -> text(random)).limit(20_000).collect(Collectors.joining());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Utf8Reader reader = new Utf8Reader(new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + (pos + chunk) % 5000));
            }
        });
        StringBuilder read = new StringBuilder();
        char[] buffer = new char[chunk * 1000];
        for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
            read.append(buffer, 0, count);
        }
        String expected = text.startsWith("\ufeff") ? text.substring(1) : text;
        assertThat(read.toString()).isEqualTo(expected);
    }
}
