package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamTest {
    private final Path folder;

    StreamTest(@TempDir Path folder) {
        this.folder = folder;
    }

    record Point(int x, double y) {}

    @Test
    void rows_come_one_by_one_and_the_fingerprint_at_the_end() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "x,y\n1,2\n3,4\n");
        try (RecordStream<Point> rows = RecordReader.of(Point.class).stream(file)) {
            assertThat(rows.name()).isEqualTo("a.csv");
            assertThat(rows.schema()).isEqualTo(Schema.of(Point.class));
            assertThat(rows.next()).isEqualTo(new Point(1, 2));
            assertThat(rows.hasNext()).isTrue();
            assertThat(rows.hasNext()).isTrue();
            assertThatThrownBy(rows::fingerprint).isInstanceOf(IllegalStateException.class);
            assertThat(rows.next()).isEqualTo(new Point(3, 4));
            assertThat(rows.hasNext()).isFalse();
            assertThatThrownBy(rows::next).isInstanceOf(NoSuchElementException.class);
            assertThat(rows.fingerprint())
                    .isEqualTo(RecordReader.of(Point.class).read(file).fingerprint());
        }
    }

    @Test
    void after_an_error_the_stream_has_ended() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "x,y\nz,2\n3,4\n");
        try (RecordStream<Point> rows = RecordReader.of(Point.class).stream(file)) {
            assertThatThrownBy(rows::hasNext).isInstanceOf(InvalidException.class);
            assertThat(rows.hasNext()).isFalse();
            assertThatThrownBy(rows::fingerprint).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void skipped_rows_are_counted_as_they_pass() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "x,y\nz,2\n3,4\n5\n");
        RecordReader<Point> reader =
                RecordReader.builder(Point.class).badRows(BadRows.COLLECT).build();
        try (RecordStream<Point> rows = reader.stream(file)) {
            assertThat(rows.next()).isEqualTo(new Point(3, 4));
            assertThat(rows.skipped()).isEqualTo(1);
            assertThat(rows.hasNext()).isFalse();
            assertThat(rows.badRows()).extracting(BadRow::row).containsExactly(1L, 3L);
        }
    }

    @Test
    void a_closed_stream_has_ended() throws IOException {
        Path file = Files.writeString(folder.resolve("a.csv"), "x,y\n1,2\n3,4\n");
        RecordStream<Point> rows = RecordReader.of(Point.class).stream(file);
        assertThat(rows.hasNext()).isTrue();
        rows.close();
        assertThat(rows.hasNext()).isFalse();
        Files.delete(file);
    }
}
