package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
    record Point(int x, double y) {}

    record Sum(double value) {}

    private static final Dataset<Point> DATA =
            Dataset.of("points", Point.class, List.of(new Point(1, 2), new Point(3, 4), new Point(5, 6)));

    @Test
    void rows_are_copied_and_immutable() {
        List<Point> rows = new ArrayList<>(List.of(new Point(1, 2)));
        Dataset<Point> data = Dataset.of("points", Point.class, rows);
        rows.clear();
        assertThat(data).containsExactly(new Point(1, 2));
        assertThatThrownBy(() -> data.rows().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(data).hasToString("points: 1 rows of Point");
    }

    @Test
    void filter_and_map_keep_order_name_and_origin() {
        Dataset<Sum> sums = DATA.filter(row -> row.x() > 1).map(Sum.class, row -> new Sum(row.x() + row.y()));
        assertThat(sums.rows()).containsExactly(new Sum(7), new Sum(11));
        assertThat(sums.type()).isEqualTo(Sum.class);
        assertThat(sums.name()).isEqualTo("points");
        assertThat(sums.origin()).isEqualTo("points");
        assertThat(sums.schema()).isEqualTo(Schema.of(Sum.class));
    }

    @Test
    void a_row_keeps_its_number_through_filter_map_and_split() {
        List<Point> rows =
                IntStream.rangeClosed(1, 40).mapToObj(i -> new Point(i, 0)).toList();
        TrainTest<Sum> sides = Dataset.of("points", Point.class, rows)
                .filter(row -> row.x() % 3 != 0)
                .map(Sum.class, row -> new Sum(row.x()))
                .split(Split.random(0.4, 1));
        for (Dataset<Sum> side : List.of(sides.train(), sides.test())) {
            for (int i = 0; i < side.size(); i++) {
                assertThat(side.rowNumber(i))
                        .isEqualTo((long) side.rows().get(i).value());
            }
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void a_null_row_is_named() {
        assertThatThrownBy(() -> Dataset.of("points", Point.class, Arrays.asList(new Point(1, 2), null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("row 2 of 'points' is null");
        assertThatThrownBy(() -> DATA.filter(row -> row.x() > 1).map(Sum.class, row -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("row 2 of 'points' is mapped to null");
    }

    @Test
    void the_sides_of_a_split_are_named_after_the_origin() {
        TrainTest<Point> sides = DATA.split(Split.random(0.34, 1));
        assertThat(sides.train().name()).isEqualTo("points/train");
        assertThat(sides.test().name()).isEqualTo("points/test");
        assertThat(sides.test().origin()).isEqualTo("points");
        assertThat(sides.train().size()).isEqualTo(2);
    }

    @Test
    void a_column_that_is_not_there_is_named_beside_those_there_are() {
        assertThatThrownBy(() -> DATA.schema().get("z"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("the schema has no column 'z': expected one of x, y");
        assertThatThrownBy(() -> DATA.split(Split.byKey("X", 0.5, 1)))
                .isInstanceOf(InvalidException.class)
                .hasMessage("dataset 'points' has no column 'X': did you mean 'x'?");
        assertThat(DATA.schema().find("z")).isEmpty();
    }
}
