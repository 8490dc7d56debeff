package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates, instants and enums, which stand for date-times and texts. */
class FormsTest {
    private static final LocalDate DAY = LocalDate.of(2021, 1, 31);
    private static final Instant MOMENT = Instant.parse("2021-01-31T23:59:59.5Z");

    private final Path folder;

    FormsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    enum Size {
        SMALL,
        LARGE {
            @Override
            public String toString() {
                return "big";
            }
        }
    }

    record Order(
            LocalDate day,
            Instant at,
            Size size,
            Optional<LocalDate> due,
            @Nullable Size other) {}

    record Plain(
            LocalDateTime day,
            LocalDateTime at,
            String size,
            Optional<LocalDateTime> due,
            @Nullable String other) {}

    private Path csv(String content) throws IOException {
        return Files.writeString(folder.resolve("orders.csv"), content);
    }

    @Test
    void they_are_read_from_csv() throws IOException {
        Path file = csv("""
                day,at,size,due,other
                2021-01-31,2021-02-01 00:59:59.5+01:00,LARGE,,
                2021-01-31,2021-01-31T23:59:59.5Z,SMALL,2021-01-31,LARGE
                """);

        assertThat(RecordReader.of(Order.class).read(file).rows())
                .containsExactly(
                        new Order(DAY, MOMENT, Size.LARGE, Optional.empty(), null),
                        new Order(DAY, MOMENT, Size.SMALL, Optional.of(DAY), Size.LARGE));
    }

    @Test
    void they_have_the_schema_and_the_values_of_what_they_stand_for() {
        Dataset<Order> orders =
                Dataset.of("d", Order.class, List.of(new Order(DAY, MOMENT, Size.LARGE, Optional.of(DAY), null)));
        Dataset<Plain> plain = Dataset.of(
                "d",
                Plain.class,
                List.of(new Plain(
                        DAY.atStartOfDay(),
                        LocalDateTime.parse("2021-01-31T23:59:59.5"),
                        "LARGE",
                        Optional.of(DAY.atStartOfDay()),
                        null)));

        assertThat(orders.schema()).isEqualTo(plain.schema());
        assertThat(orders.contentHash()).isEqualTo(plain.contentHash());
        assertThat(orders.split(Split.byTime("day", DAY.atStartOfDay())).test().size())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "day,  2021-01-31T00:00,     'must be a date such as 2021-01-31'",
        "day,  31.01.2021,           'must be a date such as 2021-01-31'",
        "at,   2021-01-31T23:59:59,  'must be a moment such as 2021-01-31T23:59:59Z'",
        "size, large,                'must be one of [SMALL, LARGE]'",
        "size, big,                  'must be one of [SMALL, LARGE]'"
    })
    void a_text_that_does_not_fit_is_refused(String column, String text, String rule) throws IOException {
        Map<String, String> good = Map.of("day", "2021-01-31", "at", "2021-01-31T23:59:59Z", "size", "SMALL");
        String row = List.of("day", "at", "size").stream()
                .map(name -> name.equals(column) ? text : good.getOrDefault(name, ""))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        Path file = csv("day,at,size\n" + row + "\n");

        assertThatThrownBy(() -> RecordReader.of(Order.class).read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageEndingWith("column '" + column + "': value '" + text + "' " + rule);
    }

    @Test
    void parquet_has_dates_moments_and_names() throws IOException {
        Path file = new ParquetFile("required int32 day (DATE); required int64 at (TIMESTAMP(MILLIS,true));"
                        + " required binary size (STRING); optional int64 due (TIMESTAMP(MILLIS,false));")
                .write(folder.resolve("orders.parquet"), 2, (row, i) -> {
                    row.add("day", (int) DAY.toEpochDay());
                    row.add("at", MOMENT.toEpochMilli());
                    row.add("size", "LARGE");
                    row.add("due", 86_400_000L * DAY.toEpochDay());
                });

        assertThat(RecordReader.of(Order.class).read(file).rows())
                .containsOnly(new Order(DAY, MOMENT, Size.LARGE, Optional.of(DAY), null))
                .hasSize(2);
    }

    @Test
    void a_parquet_value_that_does_not_fit_is_refused_each_time_it_comes() throws IOException {
        record Sized(@Nullable Size size) {}
        Path file = ParquetFile.ofColumn(
                folder.resolve("sizes.parquet"), "required binary size (STRING);", "SMALL", "HUGE", "HUGE");

        Dataset<Sized> sizes = RecordReader.builder(Sized.class)
                .badRows(BadRows.COLLECT)
                .build()
                .read(file);

        assertThat(sizes.rows()).containsExactly(new Sized(Size.SMALL));
        assertThat(sizes.badRows())
                .containsExactly(
                        new BadRow(2, "size", "HUGE", "must be one of [SMALL, LARGE]"),
                        new BadRow(3, "size", "HUGE", "must be one of [SMALL, LARGE]"));
        assertThat(RecordReader.builder(Sized.class)
                        .badValuesAreMissing()
                        .build()
                        .read(file)
                        .badValues())
                .isEqualTo(Map.of("size", 2L));
    }
}
