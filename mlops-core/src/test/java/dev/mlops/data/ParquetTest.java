package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        return ParquetFile.ofColumn(folder.resolve("data.parquet"), field, values);
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
}
