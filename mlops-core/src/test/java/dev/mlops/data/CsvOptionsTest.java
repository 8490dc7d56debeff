package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mlops.InvalidException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader can be told about a file, and what it tells about one that isn't as the record says. */
class CsvOptionsTest {
    private final Path folder;

    CsvOptionsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    record Flat(int rooms, @Nullable Double rent, @Nullable String place, Optional<Boolean> lift) {}

    record Rent(double rent) {}

    private Path csv(String content) throws IOException {
        return Files.writeString(folder.resolve("flats.csv"), content);
    }

    private static RecordReader.Builder<Flat> reader() {
        return RecordReader.builder(Flat.class);
    }

    @Test
    void other_separators_and_a_decimal_comma_are_read() throws IOException {
        Path file = csv("rooms;rent;place\n3;1234,5;\"Berlin; Mitte\"\n-2;-,5;\"1,5\"\n4;7;x\n");

        assertThat(reader().separator(';').decimalMark(',').build().read(file).rows())
                .containsExactly(
                        new Flat(3, 1234.5, "Berlin; Mitte", Optional.empty()),
                        new Flat(-2, -0.5, "1,5", Optional.empty()),
                        new Flat(4, 7.0, "x", Optional.empty()));
        assertThat(reader().separator('\t')
                        .build()
                        .read(csv("rooms\trent\n3\t1.5\n"))
                        .rows())
                .containsExactly(new Flat(3, 1.5, null, Optional.empty()));
    }

    @Test
    void thousands_set_apart_are_no_number() throws IOException {
        Path file = csv("rooms;rent\n3;1.234,5\n");

        assertThatThrownBy(
                        () -> reader().separator(';').decimalMark(',').build().read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageEndingWith("column 'rent': value '1.234,5' must be a number that a double can hold");
    }

    @Test
    void a_header_in_one_piece_suggests_the_separator() throws IOException {
        assertThatThrownBy(() -> reader().build().read(csv("rooms;rent\n3;1\n")))
                .isInstanceOf(InvalidException.class)
                .hasMessageEndingWith("has one column, 'rooms;rent': if ';' separates its values, the reader must be"
                        + " built with that separator");
        assertThatThrownBy(() -> reader().separator(';').build().read(csv("rooms\trent\n3\t1\n")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("if a tab separates its values");
    }

    @Test
    void blanks_around_names_do_not_count() throws IOException {
        assertThat(reader().build().read(csv(" rooms ,\" rent\"\n3,1\n")).rows())
                .containsExactly(new Flat(3, 1.0, null, Optional.empty()));
    }

    @Test
    void texts_for_missing_values_are_named_once() throws IOException {
        Path file = csv("rooms,rent,place,lift\n3,NA,NA,-\n4,\"n/a\",\"NA\",true\n");

        assertThat(reader().missing("NA", "n/a", "-").build().read(file).rows())
                .containsExactly(new Flat(3, null, null, Optional.empty()), new Flat(4, null, "NA", Optional.of(true)));
    }

    @Test
    void nan_is_a_number_unless_it_is_named_missing() throws IOException {
        Path file = csv("rent\nNaN\n1\n");

        assertThat(RecordReader.of(Rent.class).read(file).rows().get(0).rent()).isNaN();
        assertThatThrownBy(() ->
                        RecordReader.builder(Rent.class).missing("NaN").build().read(file))
                .isInstanceOf(InvalidException.class)
                .hasMessageEndingWith("row 1 (line 2), column 'rent': the value is missing, it must be present");
    }

    @Test
    void bad_values_of_nullable_components_can_be_missing_and_are_counted() throws IOException {
        Path file = csv("rooms,rent,place,lift\n3,cheap,a,maybe\n4,1,b,no\nfew,bad,c,\n5,2,d,true\n");

        Dataset<Flat> flats =
                reader().badValuesAreMissing().badRows(BadRows.COLLECT).build().read(file);

        assertThat(flats.rows())
                .containsExactly(
                        new Flat(3, null, "a", Optional.empty()),
                        new Flat(4, 1.0, "b", Optional.empty()),
                        new Flat(5, 2.0, "d", Optional.of(true)));
        assertThat(flats.badValues()).isEqualTo(Map.of("rent", 1L, "lift", 2L));
        assertThat(flats.badRows()).extracting(BadRow::row, BadRow::column).containsExactly(tuple(3L, "rooms"));
        assertThat(flats.rowNumber(1)).isEqualTo(2);
        assertThat(flats.rowNumber(2)).isEqualTo(4);
        assertThat(flats.filter(flat -> flat.rooms() > 3)
                        .split(Split.byKey("rooms", 0.5, 3))
                        .train()
                        .badValues())
                .isEqualTo(flats.badValues());
    }

    @Test
    void a_bad_value_makes_its_row_bad_unless_told_otherwise() throws IOException {
        Dataset<Flat> flats = reader().badRows(BadRows.SKIP).build().read(csv("rooms,rent\n3,cheap\n4,1\n"));

        assertThat(flats.size()).isEqualTo(1);
        assertThat(flats.badValues()).isEmpty();
        assertThat(flats.rowNumber(0)).isEqualTo(2);
        assertThatThrownBy(() -> flats.rowNumber(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void row_numbers_go_on_after_many_gaps() throws IOException {
        StringBuilder csv = new StringBuilder("rooms\n");
        for (int row = 1; row <= 1_000; row++) {
            csv.append(row > 100 && row % 3 == 0 ? "x" : row).append('\n');
        }

        Dataset<Flat> flats = reader().badRows(BadRows.SKIP).build().read(csv(csv.toString()));

        assertThat(flats.size()).isEqualTo(700);
        for (int i = 0; i < flats.size(); i++) {
            assertThat(flats.rowNumber(i)).isEqualTo(flats.rows().get(i).rooms());
        }
    }

    @Test
    void absent_columns_are_told() throws IOException {
        Dataset<Flat> flats = reader().build().read(csv("rooms,place\n3,a\n"));

        assertThat(flats.absentColumns()).containsExactly("rent", "lift");
        assertThat(flats.filter(flat -> true).absentColumns()).containsExactly("rent", "lift");
        assertThat(Dataset.of("memory", Flat.class, flats.rows()).absentColumns())
                .isEmpty();
    }

    @Test
    void a_column_that_differs_in_the_case_of_letters_is_refused() throws IOException {
        assertThatThrownBy(() -> reader().build().read(csv("rooms,Rent\n3,1\n")))
                .isInstanceOf(InvalidException.class)
                .hasMessageEndingWith(
                        "has column 'Rent', which record Flat calls 'rent': both must agree in the case of"
                                + " letters");
        record Both(
                @Nullable Integer rent,
                @Column("Rent") @Nullable Integer other) {}
        assertThat(RecordReader.of(Both.class).read(csv("Rent\n1\n")).rows()).containsExactly(new Both(null, 1));
    }

    @Test
    void a_required_column_suggests_what_was_meant() throws IOException {
        assertThatThrownBy(() -> reader().build().read(csv("roms,rent\n3,1\n")))
                .isInstanceOf(InvalidException.class)
                .hasMessageEndingWith("lacks column 'rooms', which record Flat requires, did you mean 'roms'; it has"
                        + " 'roms', 'rent'");
    }

    @Test
    void options_that_contradict_are_refused() {
        assertThatThrownBy(() -> reader().separator('a'))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("separator is 'a'");
        assertThatThrownBy(() -> reader().decimalMark(' ')).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reader().decimalMark(',').build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("separator and decimal mark are both ',', must be two characters");
    }
}
