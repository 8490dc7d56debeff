package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files larger than the heap of the process that reads them. */
class LargeFileTest {
    private static final int ROWS = 700_000;
    private static final String HEAP = "-Xmx28m";

    private final Path folder;

    LargeFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    record Row(long id, double value, String text) {}

    /** Reads a file row by row and prints what it saw. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) {
            long sum = 0;
            try (RecordStream<Row> rows = RecordReader.of(Row.class).stream(Path.of(arguments[0]))) {
                while (rows.hasNext()) {
                    sum += rows.next().id();
                }
                System.out.println(rows.fingerprint().rows() + " rows, sum " + sum);
            }
        }
    }

    private static void assertReadable(Path file) throws IOException, InterruptedException {
        assertThat(Files.size(file)).isGreaterThan(28L << 20);
        assertThat(new ChildJvm().option(HEAP).run(Reader.class, file.toString()))
                .isEqualToIgnoringNewLines(ROWS + " rows, sum " + (long) ROWS * (ROWS - 1) / 2);
    }

    private static void writeCsv(Writer writer, Random random) throws IOException {
        writer.write("id,value,text\n");
        for (int i = 0; i < ROWS; i++) {
            writer.write(i + "," + random.nextDouble() + ",\"" + text(random) + "\"\n");
        }
    }

    private static String text(Random random) {
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    @Test
    void csv_is_streamed() throws Exception {
        Path file = folder.resolve("large.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writeCsv(writer, new Random(1));
        }
        assertReadable(file);
    }

    @Test
    void gzip_is_streamed() throws Exception {
        Path file = folder.resolve("large.csv.gz");
        try (Writer writer = new OutputStreamWriter(
                new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file)), 1 << 16),
                StandardCharsets.UTF_8)) {
            writeCsv(writer, new Random(2));
        }
        assertThat(Files.size(file)).isGreaterThan(9L << 20);
        assertThat(new ChildJvm().option("-Xmx9m").run(Reader.class, file.toString()))
                .startsWith(ROWS + " rows");
    }

    @Test
    void parquet_is_streamed_by_row_group() throws Exception {
        Random random = new Random(3);
        Path file = new ParquetFile("required int64 id; required double value; required binary text (STRING);")
                .rowGroupBytes(1 << 20)
                .dictionary(false)
                .write(folder.resolve("large.parquet"), ROWS, (row, i) -> {
                    row.add("id", i);
                    row.add("value", random.nextDouble());
                    row.add("text", text(random));
                });
        assertReadable(file);
    }
}
