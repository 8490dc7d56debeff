package dev.mlops.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
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
        void gzip_of_any_number_of_members_is_unpacked() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (String member : List.of("x,y\n1,2\n", "3,", "4\n")) {
                try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                    gzip.write(member.getBytes(UTF_8));
                }
            }
            Path file = Files.write(folder.resolve("DATA.CSV.GZ"), bytes.toByteArray());
            assertThat(RecordReader.of(Point.class).read(file).rows())
                    .containsExactly(new Point(1, 2.0), new Point(3, 4.0));
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
            assertRefused(
                    Point.class, "x,y\n,1\n", "row 1 (line 2), column 'x': the value is missing, it must be present");
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
}
