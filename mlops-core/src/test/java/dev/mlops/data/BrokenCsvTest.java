package dev.mlops.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenCsvTest {
    private final Path folder;

    BrokenCsvTest(@TempDir Path folder) {
        this.folder = folder;
    }

    record Point(int x, @Nullable Double y) {}

    record Name(@Column("Full Name") String name, Optional<Integer> age) {}

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path csv(String content) throws IOException {
        return file("data.csv", content);
    }

    private void assertRefused(Class<? extends Record> type, String content, String... parts) throws IOException {
        Path file = csv(content);
        assertThatThrownBy(() -> RecordReader.of(type).read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("file '" + file + "'")
                .hasMessageContainingAll(parts);
    }

    @Test
    void a_missing_file_is_not_found() {
        assertThatThrownBy(() -> RecordReader.of(Point.class).read(folder.resolve("no.csv")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no.csv' doesn't exist");
    }

    @Test
    void a_directory_and_an_unknown_ending_are_refused() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("dir.csv"));
        assertThatThrownBy(() -> RecordReader.of(Point.class).read(directory))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("is a directory");
        Path text = file("data.txt", "x\n1\n");
        assertThatThrownBy(() -> RecordReader.of(Point.class).read(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining(".csv, .csv.gz or .parquet");
    }

    @Test
    void a_required_column_that_is_absent_is_named_beside_those_there_are() throws IOException {
        assertRefused(Point.class, "a,b\n1,2\n", "' lacks column 'x', which record Point requires; it has 'a', 'b'");
        assertRefused(Name.class, "age\n1\n", "lacks column 'Full Name'");
    }

    @Test
    void a_file_with_none_of_the_columns_is_refused_though_all_are_optional() throws IOException {
        record Maybe(@Nullable Integer x, Optional<String> y) {}
        assertRefused(Maybe.class, "<!DOCTYPE html>\n<html>", "has no column of record Maybe", "'<!DOCTYPE html>'");
    }

    @Test
    void a_header_that_names_a_column_twice_is_refused() throws IOException {
        assertRefused(Point.class, "x,y,x\n1,2,3\n", "has two columns 'x'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\ufeff", "\n\n"})
    void an_empty_file_is_refused(String content) throws IOException {
        assertRefused(Point.class, content, "is empty");
    }

    @Test
    void a_quote_that_nobody_closes_is_refused() throws IOException {
        assertRefused(Name.class, "age,Full Name\n1,Ann\n2,\"Bob\n3,Cid\n", "row 2 (line 3): is no CSV, or was cut: ");
        assertRefused(Name.class, "age,\"Full Name\n1,Ann\n", "header: is no CSV, or was cut: ");
        assertRefused(Name.class, "age,Full Name\n2,\"Bob\"x\n", "row 1 (line 2): is no CSV, or was cut: ", "'x'");
    }

    @Test
    void broken_utf8_is_found_at_its_row_and_column() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("age,Full Name\n1,Ann\n2,B".getBytes(UTF_8));
        bytes.write(0xe9);
        bytes.write("b\n3,Cid\n".getBytes(UTF_8));
        Path file = Files.write(folder.resolve("latin1.csv"), bytes.toByteArray());
        assertThatThrownBy(() -> RecordReader.of(Name.class).read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageEndingWith("row 2 (line 3), column 'Full Name': bytes 0xe9 must be UTF-8");
    }

    @Test
    @Timeout(10)
    void a_whole_number_of_millions_of_digits_is_refused_before_it_is_computed() throws IOException {
        String digits = "9".repeat(1_000_000);
        assertRefused(Point.class, "x,y\n" + digits + ",2\n", "column 'x': value '999", "(1000000 characters)");
    }

    @Test
    void a_file_that_is_not_what_its_name_says_is_refused() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        new GZIPOutputStream(gzip).close();
        assertWrong("packed.csv", gzip.toByteArray(), "it starts like gzip, whose name would end in .csv.gz");
        assertWrong("columns.csv", "PAR1...".getBytes(UTF_8), "it starts like Parquet");
        assertWrong("zip.csv", new byte[] {'P', 'K', 3, 4, 5}, "a zip archive");
        assertWrong("page.csv.gz", "<!DOCTYPE html>\n<html>".getBytes(UTF_8), "it starts with '<!DOCTYPE html>'");
        assertWrong("plain.csv.gz", new byte[] {0, 1, 2, 3, 4}, "it starts with 0x00010203");
        assertWrong("text.parquet", "x,y\n1,2\n".getBytes(UTF_8), "it starts with 'x,y', Parquet starts with 'PAR1'");
        assertWrong("crypt.parquet", "PARE....".getBytes(UTF_8), "is encrypted");
        assertWrong("utf16.csv", "x,y\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_16), "UTF-16");
    }

    @Test
    void gzip_that_is_cut_or_damaged_is_refused() throws IOException {
        byte[] whole = gzip("x,y\n" + "1,2\n".repeat(10));
        byte[] cut = Arrays.copyOf(whole, whole.length - 9);
        assertWrong("cut.csv.gz", cut, "the compressed data ends too early: the file was cut");
        assertWrong("stub.csv.gz", Arrays.copyOf(whole, 5), "the compressed data ends too early");
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;
        assertWrong("damaged.csv.gz", damaged, "the compressed data is damaged: Corrupt GZIP trailer");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 9, 12, 20})
    void gzip_whose_second_member_is_cut_is_refused(int length) throws IOException {
        byte[] second = Arrays.copyOf(gzip("2,3\n"), length);
        assertWrong("members.csv.gz", join(gzip("x,y\n1,2\n"), second), "the compressed data ");
    }

    @Test
    void gzip_with_something_else_behind_it_is_refused() throws IOException {
        byte[] damaged = gzip("2,3\n");
        damaged[0] = 0;
        assertWrong("members.csv.gz", join(gzip("x,y\n1,2\n"), damaged), "isn't gzip, or was cut");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private void assertWrong(String name, byte[] content, String part) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        assertThatThrownBy(() -> RecordReader.of(Point.class).read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("file '" + file + "'")
                .hasMessageContaining(part);
    }
}
