package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetTest {
    private static final LocalDateTime TIME = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 123_456_789);

    private final Path folder;

    ParquetTest(@TempDir Path folder) {
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

    private <R extends Record> List<R> read(Class<R> type, String field, Object... values) throws IOException {
        return RecordReader.of(type).read(write(field, values)).rows();
    }

    private Path write(String field, Object... values) throws IOException {
        return write(new ParquetFile(field), values.length, (row, i) -> add(row, values[i.intValue()]));
    }

    private static void add(Group row, Object value) {
        if (value instanceof Integer number) {
            row.add(0, number);
        } else if (value instanceof Long number) {
            row.add(0, number);
        } else if (value instanceof Float number) {
            row.add(0, number);
        } else if (value instanceof Double number) {
            row.add(0, number);
        } else if (value instanceof Boolean truth) {
            row.add(0, truth);
        } else if (value instanceof String text) {
            row.add(0, text);
        } else if (value instanceof byte[] bytes) {
            row.add(0, Binary.fromConstantByteArray(bytes));
        }
    }

    private void assertRefused(Class<? extends Record> type, Path file, String... parts) {
        assertThatThrownBy(() -> RecordReader.of(type).read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("file '" + file + "'")
                .hasMessageContainingAll(parts);
    }

    @Nested
    class Formats {
        private static final String FIELDS = "required int64 id; optional int32 zone; required double distance;"
                + " optional binary flag (STRING); required int64 pickup (TIMESTAMP(MICROS,false));"
                + " optional int32 more; optional group nested { optional int32 inner; }";

        private static final LocalDateTime START = LocalDateTime.of(2021, 1, 1, 0, 0);

        private void fill(Group row, long i) {
            row.add("id", i);
            if (i % 3 != 0) {
                row.add("zone", (int) (i % 250));
            }
            row.add("distance", i / 8.0);
            row.add("flag", i % 2 == 0 ? "N" : "é");
            row.add("pickup", 1_609_459_200_000_000L + i);
        }

        private Trip trip(long i) {
            return new Trip(
                    i % 3 == 0 ? null : (int) (i % 250), i, i / 8.0, i % 2 == 0 ? "N" : "é", START.plusNanos(1000 * i));
        }

        @ParameterizedTest
        @CsvSource({
            "UNCOMPRESSED, PARQUET_1_0, true", "GZIP, PARQUET_1_0, true", "GZIP, PARQUET_2_0, true",
            "ZSTD, PARQUET_1_0, true", "ZSTD, PARQUET_2_0, false", "SNAPPY, PARQUET_1_0, false",
            "SNAPPY, PARQUET_2_0, true", "LZ4_RAW, PARQUET_1_0, true", "UNCOMPRESSED, PARQUET_2_0, false"
        })
        void codecs_encodings_and_several_row_groups_are_read(
                CompressionCodecName codec, WriterVersion version, boolean dictionary) throws IOException {
            int rows = 5000;
            Path file = write(
                    new ParquetFile(FIELDS)
                            .codec(codec)
                            .version(version)
                            .dictionary(dictionary)
                            .rowGroupBytes(20_000),
                    rows,
                    this::fill);
            List<Trip> expected = new ArrayList<>();
            for (long i = 0; i < rows; i++) {
                expected.add(trip(i));
            }
            assertThat(RecordReader.of(Trip.class).read(file).rows()).isEqualTo(expected);
        }

        @Test
        void a_file_without_rows_is_an_empty_dataset() throws IOException {
            assertThat(RecordReader.of(Trip.class)
                            .read(write(new ParquetFile(FIELDS), 0, this::fill))
                            .rows())
                    .isEmpty();
        }
    }

    @Nested
    class Values {
        @ParameterizedTest
        @ValueSource(
                strings = {"required int32 value;", "optional int32 value;", "required int32 value (INTEGER(8,true));"})
        void int32_is_a_whole_number(String field) throws IOException {
            assertThat(read(Whole.class, field, 7, -7)).containsExactly(new Whole(7), new Whole(-7));
        }

        @Test
        void int64_and_doubles_without_a_fraction_are_whole_numbers() throws IOException {
            assertThat(read(Whole.class, "required int64 value;", 7L, -7L))
                    .containsExactly(new Whole(7), new Whole(-7));
            assertThat(read(Whole.class, "optional double value;", 7.0)).containsExactly(new Whole(7));
            assertThat(read(Whole.class, "optional float value;", 7f)).containsExactly(new Whole(7));
        }

        @Test
        void whole_numbers_floats_and_decimals_are_doubles() throws IOException {
            assertThat(read(Decimal.class, "required int32 value;", 7)).containsExactly(new Decimal(7));
            assertThat(read(Decimal.class, "required int64 value;", 7L)).containsExactly(new Decimal(7));
            assertThat(read(Decimal.class, "required float value;", 0.5f)).containsExactly(new Decimal(0.5));
            assertThat(read(Decimal.class, "required int32 value (DECIMAL(9,2));", 12345))
                    .containsExactly(new Decimal(123.45));
            assertThat(read(Decimal.class, "required int64 value (DECIMAL(18,2));", 12345L))
                    .containsExactly(new Decimal(123.45));
            assertThat(read(Decimal.class, "required binary value (DECIMAL(20,2));", new byte[] {0x30, 0x39}))
                    .containsExactly(new Decimal(123.45));
        }

        @Test
        void unsigned_numbers_keep_their_value() throws IOException {
            record Large(long value) {}
            assertThat(read(Large.class, "required int32 value (INTEGER(32,false));", -1))
                    .containsExactly(new Large(4_294_967_295L));
            assertRefused(
                    Large.class,
                    write("required int64 value (INTEGER(64,false));", -1L),
                    "value '18446744073709551615' must be a whole number");
        }

        @Test
        void booleans_are_read() throws IOException {
            record Truth(boolean value) {}
            assertThat(read(Truth.class, "required boolean value;", true, false))
                    .containsExactly(new Truth(true), new Truth(false));
            assertThat(read(Truth.class, "required int32 value;", 1, 0))
                    .containsExactly(new Truth(true), new Truth(false));
        }

        @ParameterizedTest
        @CsvSource({"MILLIS, -877, 123000000", "MICROS, -876544, 123456000", "NANOS, -876543211, 123456789"})
        void timestamps_are_local_date_times_of_utc(String unit, long value, int nano) throws IOException {
            for (boolean adjusted : new boolean[] {true, false}) {
                String field = "required int64 value (TIMESTAMP(" + unit + "," + adjusted + "));";
                assertThat(read(Time.class, field, value)).containsExactly(new Time(TIME.withNano(nano)));
            }
        }

        @Test
        void int96_is_a_date_time() throws IOException {
            long nanoOfDay = TIME.toLocalTime().toNanoOfDay();
            byte[] bytes = ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(nanoOfDay)
                    .putInt(2440587)
                    .array();
            assertThat(read(Time.class, "required int96 value;", bytes)).containsExactly(new Time(TIME));
        }

        @Test
        void a_column_of_unknown_type_is_all_missing_whatever_the_component() throws IOException {
            record Maybe(
                    @Nullable String value,
                    @Column("value2") Optional<Double> other) {}
            Path file = write(
                    new ParquetFile("optional int32 value (UNKNOWN); optional int32 value2 (UNKNOWN);"),
                    1,
                    (row, i) -> {});
            assertThat(RecordReader.of(Maybe.class).read(file).rows())
                    .containsExactly(new Maybe(null, Optional.empty()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"binary value (STRING)", "binary value", "binary value (ENUM)", "binary value (JSON)"})
        void text_is_read(String field) throws IOException {
            assertThat(read(Text.class, "required " + field + ";", "naïve", ""))
                    .containsExactly(new Text("naïve"), new Text(""));
        }
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
            assertRefused(Whole.class, file, "row 2, column 'value': a missing value must be present");
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
