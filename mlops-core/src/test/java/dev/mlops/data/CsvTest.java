package dev.mlops.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private final Path folder;

    CsvTest(@TempDir Path folder) {
        this.folder = folder;
    }

    record Point(int x, @Nullable Double y) {}

    record Name(@Column("Full Name") String name, Optional<Integer> age) {}

    record Wide(
            boolean flag,
            byte tiny,
            short small,
            int whole,
            long large,
            float single,
            double exact,
            String text,
            LocalDateTime time) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("value must be positive");
            }
        }
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private Path csv(String content) throws IOException {
        return file("data.csv", content);
    }

    private <R extends Record> Dataset<R> read(Class<R> type, String content) throws IOException {
        return RecordReader.of(type).read(csv(content));
    }

    private void assertRefused(Class<? extends Record> type, String content, String... parts) throws IOException {
        Path file = csv(content);
        assertThatThrownBy(() -> RecordReader.of(type).read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("file '" + file + "'")
                .hasMessageContainingAll(parts);
    }

    @Nested
    class Values {
        @Test
        void every_type_is_read_by_the_name_of_its_component() throws IOException {
            assertThat(read(Wide.class, """
                            time,text,exact,single,large,whole,small,tiny,flag,more
                            2021-01-31 23:59:59.5,"a ""b"", c",-0.1,1.5,-9223372036854775808,2147483647,-32768,127,TRUE,x
                            2021-01-31T00:00,é,1e-3,3,12,7.0,0,-128,0,y
                            """).rows())
                    .containsExactly(
                            new Wide(
                                    true,
                                    (byte) 127,
                                    Short.MIN_VALUE,
                                    Integer.MAX_VALUE,
                                    Long.MIN_VALUE,
                                    1.5f,
                                    -0.1,
                                    "a \"b\", c",
                                    LocalDateTime.of(2021, 1, 31, 23, 59, 59, 500_000_000)),
                            new Wide(
                                    false,
                                    Byte.MIN_VALUE,
                                    (short) 0,
                                    7,
                                    12,
                                    3,
                                    0.001,
                                    "é",
                                    LocalDateTime.of(2021, 1, 31, 0, 0)));
        }

        @Test
        void nothing_between_separators_is_missing_and_quotes_make_an_empty_string() throws IOException {
            record Texts(
                    @Nullable String a,
                    @Nullable String b,
                    Optional<String> c,
                    @Nullable Integer d) {}
            assertThat(read(Texts.class, "a,b,c,d\n,\"\",,\"\"\n").rows())
                    .containsExactly(new Texts(null, "", Optional.empty(), null));
        }

        @Test
        void an_annotation_names_the_column() throws IOException {
            assertThat(read(Name.class, "age,Full Name\n7,Ann\n,Bob\n").rows())
                    .containsExactly(new Name("Ann", Optional.of(7)), new Name("Bob", Optional.empty()));
        }

        @Test
        void an_optional_column_may_be_absent() throws IOException {
            assertThat(read(Point.class, "x\n3\n").rows()).containsExactly(new Point(3, null));
        }

        @Test
        void a_byte_order_mark_and_any_line_end_are_accepted() throws IOException {
            assertThat(read(Point.class, "\ufeffx,y\r\n1,2\r\n\r\n3,4").rows())
                    .containsExactly(new Point(1, 2.0), new Point(3, 4.0));
        }

        @Test
        void a_header_alone_is_a_dataset_without_rows() throws IOException {
            assertThat(read(Point.class, "x,y\n").rows()).isEmpty();
            assertThat(read(Point.class, "x,y").rows()).isEmpty();
        }

        @Test
        void gzip_is_unpacked() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write("x,y\n1,2\n".getBytes(UTF_8));
            }
            Path file = Files.write(folder.resolve("DATA.CSV.GZ"), bytes.toByteArray());
            assertThat(RecordReader.of(Point.class).read(file).rows()).containsExactly(new Point(1, 2.0));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0",
                    "-0.0",
                    "0.1",
                    "123456.789",
                    "4.9E-324",
                    "1.7976931348623157E308",
                    "1e22",
                    "NaN",
                    "Infinity",
                    "-Infinity",
                    ".5",
                    "5.",
                    "+1.5",
                    "0.30000000000000004",
                    "9007199254740993",
                    "123456789012345.6"
                })
        void a_decimal_is_what_java_says_it_is(String text) throws IOException {
            record One(double value) {}
            assertThat(read(One.class, "value\n" + text + "\n").rows())
                    .containsExactly(new One(Double.parseDouble(text)));
        }
    }

    @Nested
    class Misfits {
        @ParameterizedTest
        @CsvSource({
            "tiny, 300, from -128 to 127",
            "tiny, -129, from -128 to 127",
            "small, 32768, from -32768 to 32767",
            "whole, 3.5, must be a whole number from -2147483648 to 2147483647",
            "whole, 2147483648, whole number",
            "large, 9223372036854775808, whole number from",
            "large, 1e99, whole number from",
            "large, 1-2, whole",
            "exact, abc, must be a number that a double can hold",
            "exact, 1e999, double can hold",
            "exact, 0x1p3, double can hold",
            "exact, 1d, double can hold",
            "exact, ' 1', double can hold",
            "exact, ., double",
            "exact, -, double",
            "exact, 1.2.3, double",
            "exact, ١, double",
            "single, 1e39, float",
            "flag, yes, must be true or false",
            "flag, 2, must be true or false",
            "time, 2021-02-30T00:00, must be a date and time",
            "time, 2021-01-31, must be a date and time",
            "time, 2021-01-31 10:00Z, must be a date",
            "time, 2021-01-31T10:00:0, must be a date",
            "time, 2021-01-31T10:00:00.1234567890, must be",
            "time, 2021-01-31  10:00, must be"
        })
        void a_value_that_does_not_fit_is_named_with_its_place_and_rule(String column, String value, String rule)
                throws IOException {
            String header = "flag,tiny,small,whole,large,single,exact,text,time";
            String good = "true,1,2,3,4,5,6,seven,2021-01-31T10:00";
            String[] cells = good.split(",");
            cells[java.util.List.of(header.split(",")).indexOf(column)] = value;
            assertRefused(
                    Wide.class,
                    header + "\n" + good + "\n\n" + String.join(",", cells) + "\n",
                    "', row 2 (line 4), column '" + column + "': value '" + value + "' ",
                    rule);
        }

        @Test
        void a_missing_value_can_not_be_primitive() throws IOException {
            assertRefused(Point.class, "x,y\n,1\n", "row 1 (line 2), column 'x': a missing value must be present");
        }

        @Test
        void a_long_value_is_cut() throws IOException {
            assertRefused(Point.class, "x,y\n" + "z".repeat(1000) + ",1\n", "zzz... (1000 characters)' must be");
        }

        @Test
        void ragged_rows_are_refused() throws IOException {
            assertRefused(Point.class, "x,y\n1,2\n1\n", "row 2 (line 3): 1 fields must be 2, as in the header");
            assertRefused(Point.class, "x,y\n1,2,3\n", "row 1 (line 2): 3 fields must be 2");
        }

        @Test
        void a_row_that_the_record_refuses_is_named() throws IOException {
            assertRefused(
                    Positive.class,
                    "value\n1\n-1\n",
                    "row 2 (line 3): the row was refused by the record: value must be positive");
        }

        @Test
        void bad_rows_can_be_skipped_and_counted() throws IOException {
            Path file = csv("x,y\n1,1\nz,1\n2\n3,3\n");
            Dataset<Point> data = RecordReader.builder(Point.class)
                    .badRows(BadRows.SKIP)
                    .build()
                    .read(file);
            assertThat(data.rows()).containsExactly(new Point(1, 1.0), new Point(3, 3.0));
            assertThat(data.skipped()).isEqualTo(2);
            assertThat(data.badRows()).isEmpty();
        }

        @Test
        void bad_rows_can_be_collected() throws IOException {
            Path file = csv("x,y\n1,1\nz,q\n2\n,3\n4,4\n");
            Dataset<Point> data = RecordReader.builder(Point.class)
                    .badRows(BadRows.COLLECT)
                    .build()
                    .read(file);
            assertThat(data.rows()).containsExactly(new Point(1, 1.0), new Point(4, 4.0));
            assertThat(data.skipped()).isEqualTo(3);
            assertThat(data.badRows())
                    .containsExactly(
                            new BadRow(2, "x", "z", Fit.rule(FieldType.INT32)),
                            new BadRow(3, null, "1 fields", "must be 2, as in the header"),
                            new BadRow(4, "x", null, "must be present"));
            assertThat(data.filter(row -> row.x() > 1).badRows()).hasSize(3);
        }
    }

    @Nested
    class BrokenFiles {
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
            assertRefused(
                    Point.class, "a,b\n1,2\n", "' lacks column 'x', which record Point requires; it has 'a', 'b'");
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
            assertRefused(
                    Name.class, "age,Full Name\n1,Ann\n2,\"Bob\n3,Cid\n", "row 2 (line 3): is no CSV, or was cut: ");
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
        void a_file_that_is_not_what_its_name_says_is_refused() throws IOException {
            ByteArrayOutputStream gzip = new ByteArrayOutputStream();
            new GZIPOutputStream(gzip).close();
            assertWrong("packed.csv", gzip.toByteArray(), "it starts like gzip, whose name would end in .csv.gz");
            assertWrong("columns.csv", "PAR1...".getBytes(UTF_8), "it starts like Parquet");
            assertWrong("zip.csv", new byte[] {'P', 'K', 3, 4, 5}, "a zip archive");
            assertWrong("page.csv.gz", "<!DOCTYPE html>\n<html>".getBytes(UTF_8), "it starts with '<!DOCTYPE html>'");
            assertWrong("plain.csv.gz", new byte[] {0, 1, 2, 3, 4}, "it starts with 0x00010203");
            assertWrong(
                    "text.parquet", "x,y\n1,2\n".getBytes(UTF_8), "it starts with 'x,y', Parquet starts with 'PAR1'");
            assertWrong("crypt.parquet", "PARE....".getBytes(UTF_8), "is encrypted");
            assertWrong("utf16.csv", "x,y\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_16), "UTF-16");
        }

        @Test
        void gzip_that_is_cut_or_damaged_is_refused() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(("x,y\n" + "1,2\n".repeat(10)).getBytes(UTF_8));
            }
            byte[] whole = bytes.toByteArray();
            byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 9);
            assertWrong("cut.csv.gz", cut, "the compressed data ends too early: the file was cut");
            assertWrong("stub.csv.gz", java.util.Arrays.copyOf(whole, 5), "the compressed data ends too early");
            byte[] damaged = whole.clone();
            damaged[whole.length - 6] ^= 1;
            assertWrong("damaged.csv.gz", damaged, "the compressed data is damaged: Corrupt GZIP trailer");
        }

        private void assertWrong(String name, byte[] content, String part) throws IOException {
            Path file = Files.write(folder.resolve(name), content);
            assertThatThrownBy(() -> RecordReader.of(Point.class).read(file))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageStartingWith("file '" + file + "'")
                    .hasMessageContaining(part);
        }
    }
}
