package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenParquetTest {
    private final Path folder;

    BrokenParquetTest(@TempDir Path folder) {
        this.folder = folder;
    }

    record Trip(@Nullable Integer zone, long id, double distance, String flag, LocalDateTime pickup) {}

    record Whole(int value) {}

    record Decimal(double value) {}

    record Text(String value) {}

    record Time(LocalDateTime value) {}

    private Path write(ParquetFile format, long rows, BiConsumer<Group, Long> fill) throws IOException {
        return format.write(folder.resolve("data.parquet"), rows, fill);
    }

    private Path write(String field, Object... values) throws IOException {
        return ParquetFile.ofColumn(folder.resolve("data.parquet"), field, values);
    }

    private void assertRefused(Class<? extends Record> type, Path file, String... parts) {
        assertThatThrownBy(() -> RecordReader.of(type).read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("file '" + file + "'")
                .hasMessageContainingAll(parts);
    }

    @Nested
    class Misfits {
        @Test
        void a_value_that_does_not_fit_is_named_with_its_place_and_rule() throws IOException {
            record Tiny(byte value) {}
            assertRefused(
                    Tiny.class,
                    write("required int32 value;", 1, 2, 300),
                    "', row 3, column 'value': value '300' must be a whole number from -128 to 127");
            assertRefused(
                    Whole.class,
                    write("required double value;", 1.0, 3.5),
                    "row 2, column 'value': value '3.5' must be a whole number");
            assertRefused(Whole.class, write("required double value;", Double.NaN), "value 'NaN' must be");
            assertRefused(Whole.class, write("required double value;", 1e300), "value '1.0E300' must be");
            assertRefused(Whole.class, write("required int32 value (DECIMAL(9,2));", 150), "value '1.50' must be");
            assertRefused(Whole.class, write("required binary value (DECIMAL(20,1));", new byte[] {15}), "value '1.5'");
            assertRefused(
                    Decimal.class,
                    write("required int64 value;", (1L << 53) + 1),
                    "value '9007199254740993' must be a number that a double can hold");
            assertRefused(
                    Text.class,
                    write("required binary value (STRING);", new byte[] {'a', (byte) 0xff}),
                    "row 1, column 'value': value '0x61ff' must be UTF-8 text");
        }

        @Test
        void a_bad_value_of_a_dictionary_is_bad_in_each_of_its_rows() throws IOException {
            Path file = write("required int64 value;", 1L, 1L << 40, 2L, 1L << 40, 1L << 40);
            Dataset<Whole> data = RecordReader.builder(Whole.class)
                    .badRows(BadRows.COLLECT)
                    .build()
                    .read(file);
            assertThat(data.rows()).containsExactly(new Whole(1), new Whole(2));
            assertThat(data.badRows()).extracting(BadRow::row).containsExactly(2L, 4L, 5L);
            assertThat(data.badRows()).extracting(BadRow::value).containsOnly("1099511627776");
        }

        @Test
        void a_missing_value_can_not_be_primitive() throws IOException {
            Path file = write(new ParquetFile("optional int32 value;"), 2, (row, i) -> {
                if (i == 0) {
                    row.add(0, 1);
                }
            });
            assertRefused(Whole.class, file, "row 2, column 'value': the value is missing, it must be present");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "int32 value (DATE)",
                    "int64 value (TIMESTAMP(MICROS,true))",
                    "binary value (STRING)",
                    "int96 value",
                    "fixed_len_byte_array(4) value",
                    "int32 value (TIME(MILLIS,true))"
                })
        void a_column_that_holds_no_numbers_is_refused_for_a_number(String field) throws IOException {
            Path file = write(new ParquetFile("optional " + field + ";"), 0, (row, i) -> {});
            assertRefused(Whole.class, file, "column 'value' holds ", ", which can't be read as INT32");
        }

        @Test
        void numbers_are_no_text_and_no_time() throws IOException {
            Path file = write("required int64 value;", 1L);
            assertRefused(Text.class, file, "column 'value' holds INT64, which can't be read as STRING");
            assertRefused(Time.class, file, "column 'value' holds INT64, which can't be read as TIMESTAMP");
        }

        @Test
        void nested_and_repeated_columns_are_refused() throws IOException {
            Path group = write(new ParquetFile("optional group value { optional int32 x; }"), 0, (row, i) -> {});
            assertRefused(Whole.class, group, "column 'value' is nested");
            Path repeated = write(new ParquetFile("repeated int32 value;"), 0, (row, i) -> {});
            assertRefused(Whole.class, repeated, "column 'value' is nested");
        }

        @Test
        void a_required_column_that_is_absent_is_named_beside_those_there_are() throws IOException {
            assertRefused(
                    Trip.class,
                    write("required int64 id;", 1L),
                    "lacks column 'distance', which record Trip requires; it has 'id'");
        }
    }

    @Nested
    class BrokenFiles {
        private byte[] whole() throws IOException {
            return Files.readAllBytes(write("required int64 value;", 1L, 2L, 3L));
        }

        private Path file(byte[] content) throws IOException {
            return Files.write(folder.resolve("broken.parquet"), content);
        }

        @ParameterizedTest
        @ValueSource(ints = {5, 40, 100})
        void a_file_that_was_cut_is_refused(int bytes) throws IOException {
            assertRefused(
                    Whole.class,
                    file(Arrays.copyOf(whole(), bytes)),
                    "starts as Parquet and doesn't end so: it was cut");
        }

        @Test
        void an_empty_file_is_refused() throws IOException {
            assertRefused(Whole.class, file(new byte[0]), "is empty");
        }

        @Test
        void a_damaged_footer_is_refused() throws IOException {
            byte[] bytes = whole();
            Arrays.fill(bytes, bytes.length - 40, bytes.length - 8, (byte) 0x7f);
            assertRefused(Whole.class, file(bytes), ": its Parquet footer is damaged: ");
            byte[] length = whole();
            length[length.length - 6] = 0x7f;
            assertRefused(Whole.class, file(length), ": its Parquet footer is damaged: ");
        }

        @Test
        void damaged_pages_are_refused() throws IOException {
            byte[] bytes = whole();
            Arrays.fill(bytes, 4, 60, (byte) 0x55);
            assertRefused(Whole.class, file(bytes), "row 1: the Parquet data is damaged: ");
        }

        @ParameterizedTest
        @EnumSource(names = {"GZIP", "ZSTD", "SNAPPY"})
        void no_flipped_byte_goes_unnoticed(CompressionCodecName codec) throws IOException {
            List<Whole> expected = new ArrayList<>();
            Path good = write(
                    new ParquetFile("required int64 value;").codec(codec).dictionary(false),
                    100,
                    (row, i) -> row.add(0, i * i));
            for (long i = 0; i < 100; i++) {
                expected.add(new Whole((int) (i * i)));
            }
            byte[] bytes = Files.readAllBytes(good);
            for (int i = 0; i < bytes.length; i += 7) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= 0x10;
                Path file = file(flipped);
                try {
                    assertThat(RecordReader.of(Whole.class).read(file).rows()).isEqualTo(expected);
                } catch (InvalidException e) {
                    assertThat(e).hasMessageStartingWith("file '" + file + "'");
                }
            }
        }
    }
}
