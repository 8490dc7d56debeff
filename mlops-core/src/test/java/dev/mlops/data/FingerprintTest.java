package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    private final Path folder;

    FingerprintTest(@TempDir Path folder) {
        this.folder = folder;
    }

    record Everything(
            boolean flag,
            byte tiny,
            short small,
            int whole,
            long large,
            float single,
            double exact,
            @Nullable String text,
            @Nullable LocalDateTime time,
            @Column("A b") Optional<Integer> maybe) {}

    record Pair(int a, @Nullable String b) {}

    private static final List<Everything> ROWS = List.of(
            new Everything(
                    true,
                    (byte) -1,
                    (short) 2,
                    -3,
                    4L,
                    0.5f,
                    -0.25,
                    "é\"",
                    LocalDateTime.of(2021, 1, 31, 23, 59, 59, 500_000_000),
                    Optional.of(7)),
            new Everything(
                    false, (byte) 0, (short) 0, 0, 0, 0, Double.POSITIVE_INFINITY, null, null, Optional.empty()));

    /** Computed with Python's struct and hashlib from the bytes that {@link Fingerprint} describes. */
    private static final String PUBLISHED = "sha256:9972f60535ba689510bab8fbc5c2333baf558f8f93319f8de7859ebea5ff16e2";

    private static Dataset<Pair> pairs(Pair... rows) {
        return Dataset.of("pairs", Pair.class, List.of(rows));
    }

    @Test
    void it_is_the_sha256_of_the_bytes_that_the_contract_describes() {
        Dataset<Everything> data = Dataset.of("rows", Everything.class, ROWS);
        assertThat(data.fingerprint())
                .isEqualTo(new Fingerprint(PUBLISHED, 2, Schema.of(Everything.class)))
                .isSameAs(data.fingerprint());
        assertThat(data.contentHash()).isEqualTo(PUBLISHED);
    }

    @Test
    void csv_gives_the_fingerprint_of_the_rows_in_memory() throws IOException {
        Path csv = Files.writeString(folder.resolve("rows.csv"), """
                A b,time,text,exact,single,large,whole,small,tiny,flag
                7,2021-01-31 23:59:59.5,"é\""\",-0.25,0.5,4,-3,2,-1,true
                ,,,Infinity,0,0,0,0,0,false
                """);
        assertThat(RecordReader.of(Everything.class).read(csv).contentHash()).isEqualTo(PUBLISHED);
    }

    @Test
    void a_parquet_file_gives_the_fingerprint_of_the_csv_file() throws IOException {
        Path csv = Files.writeString(folder.resolve("rows.csv"), "a,b\n1,x\n2,\n");
        Path parquet = new ParquetFile("optional binary b (STRING); required int64 a;")
                .codec(CompressionCodecName.GZIP)
                .write(folder.resolve("rows.parquet"), 2, (row, i) -> {
                    row.add("a", i + 1);
                    if (i == 0) {
                        row.add("b", "x");
                    }
                });
        assertThat(RecordReader.of(Pair.class).read(parquet).fingerprint())
                .isEqualTo(RecordReader.of(Pair.class).read(csv).fingerprint());
    }

    @Test
    void each_value_the_order_and_the_schema_count() {
        record Other(int a, String c) {}
        record Boxed(Integer a, String b) {}
        assertThat(List.of(
                        pairs().contentHash(),
                        pairs(new Pair(1, "x"), new Pair(2, "y")).contentHash(),
                        pairs(new Pair(2, "y"), new Pair(1, "x")).contentHash(),
                        pairs(new Pair(1, "x"), new Pair(2, "")).contentHash(),
                        pairs(new Pair(1, "x"), new Pair(2, null)).contentHash(),
                        pairs(new Pair(1, "\ud800"), new Pair(2, "y")).contentHash(),
                        pairs(new Pair(1, "?"), new Pair(2, "y")).contentHash(),
                        Dataset.of("o", Other.class, List.of()).contentHash(),
                        Dataset.of("b", Boxed.class, List.of()).contentHash()))
                .doesNotHaveDuplicates();
    }

    @Test
    void all_nans_are_one_and_the_zeros_are_two() {
        record One(double value, float small) {}
        double otherNan = Double.longBitsToDouble(0x7ff8000000000001L);
        float otherSmallNan = Float.intBitsToFloat(0x7fc00001);
        assertThat(Dataset.of("a", One.class, List.of(new One(Double.NaN, Float.NaN)))
                        .contentHash())
                .isEqualTo(Dataset.of("b", One.class, List.of(new One(otherNan, otherSmallNan)))
                        .contentHash());
        assertThat(Dataset.of("a", One.class, List.of(new One(0.0, 0))).contentHash())
                .isNotEqualTo(
                        Dataset.of("b", One.class, List.of(new One(-0.0, 0))).contentHash());
    }

    @Test
    void values_meet_the_end_of_the_buffer_anywhere() {
        record Stamp(@Nullable Byte shift, LocalDateTime time) {}
        LocalDateTime start = LocalDateTime.of(2021, 1, 1, 0, 0);
        List<Stamp> rows = IntStream.range(0, 100_000)
                .mapToObj(i -> new Stamp(i % 7 == 0 ? null : (byte) i, start.plusSeconds(i)))
                .toList();
        assertThat(Dataset.of("stamps", Stamp.class, rows).fingerprint().rows()).isEqualTo(100_000);
    }

    @Test
    void long_texts_pass_the_buffer() {
        String large = "0123456789".repeat(10_000);
        assertThat(pairs(new Pair(1, large + "a")).contentHash())
                .isNotEqualTo(pairs(new Pair(1, large + "b")).contentHash())
                .isEqualTo(pairs(new Pair(1, large + "a")).contentHash());
    }
}
