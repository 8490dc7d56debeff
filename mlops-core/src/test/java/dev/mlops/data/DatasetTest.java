package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import java.util.ArrayList;
import java.util.List;
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
                .isInstanceOf(NotFoundException.class)
                .hasMessage("column 'z' doesn't exist, only 'x', 'y'");
        assertThat(DATA.schema().find("z")).isEmpty();
    }
}
