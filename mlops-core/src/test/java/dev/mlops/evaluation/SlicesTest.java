package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private final Dataset<Ride> rides = Dataset.of("rides", Ride.class, Rides.some(1_000, 3));
    private final Evaluation evaluation = Evaluation.regression(rides, "minutes", ride -> 3 * ride.miles());

    @Test
    void come_in_the_order_of_their_values_and_hold_each_row_once() {
        Slices slices = evaluation.by("vendor");

        assertThat(slices.list()).extracting(Slice::value).containsExactly(1L, 2L, 3L, 4L);
        assertThat(slices.list().stream().mapToInt(Slice::rows).sum()).isEqualTo(1_000);
    }

    @Test
    void are_evaluated_as_their_rows_alone_would_be() {
        Dataset<Ride> second = rides.filter(ride -> ride.vendor() == 2);

        Slice slice = evaluation.by("vendor").find(2L).orElseThrow();

        assertThat(slice.evaluation().metrics())
                .isEqualTo(Evaluation.regression(second, "minutes", ride -> 3 * ride.miles())
                        .metrics());
    }

    @Test
    void can_be_sliced_again() {
        Slices again =
                evaluation.by("vendor").find(2L).orElseThrow().evaluation().by("riders");

        Slice slice = again.find(3).orElseThrow();

        assertThat(slice.rows()).isEqualTo((int) rides.rows().stream()
                .filter(ride -> ride.vendor() == 2 && Objects.equals(ride.riders(), 3))
                .count());
    }

    @Test
    void a_missing_value_is_a_slice_of_its_own_at_the_end() {
        Slices slices = evaluation.by("riders");

        Slice last = slices.list().get(slices.list().size() - 1);

        assertThat(last.value()).isNull();
        assertThat(last.label()).isEqualTo("(missing)");
        assertThat(slices.find(null)).contains(last);
        assertThat(last.rows()).isEqualTo((int)
                rides.rows().stream().filter(ride -> ride.riders() == null).count());
    }

    @Test
    void a_measurement_is_cut_at_its_deciles() {
        Slices slices = evaluation.by("miles");

        assertThat(slices.list()).hasSize(10).allMatch(slice -> Math.abs(slice.rows() - 100) <= 2);
        assertThat(slices.list().get(0).label()).matches("\\[1\\.\\d{1,3}, 1\\.\\d{1,3}\\)");
        assertThat(slices.list().get(9).label()).matches("\\[9\\.\\d{1,3}, (9\\.\\d{1,3}|10)\\]");
    }

    @Test
    void a_time_is_cut_at_its_deciles() {
        Slices slices = evaluation.by("start");

        assertThat(slices.list()).hasSize(10);
        assertThat(slices.list().get(0).label()).startsWith("[2021-02-01T");
    }

    @Test
    void a_value_that_is_not_a_number_comes_after_the_bins() {
        List<Ride> rows = IntStream.range(0, 100)
                .mapToObj(i -> new Ride(1, null, i < 3 ? Double.NaN : i, LocalDateTime.MIN, null, i))
                .toList();

        Slices slices = Evaluation.regression(Dataset.of("rides", Ride.class, rows), "minutes", Ride::vendor)
                .by("miles");

        assertThat(slices.list()).hasSize(11);
        assertThat(slices.list().get(10).label()).isEqualTo("NaN");
        assertThat(slices.list().get(10).rows()).isEqualTo(3);
    }

    @Test
    void a_column_of_one_value_that_few_rows_break_has_fewer_bins() {
        List<Ride> rows = IntStream.range(0, 1_000)
                .mapToObj(i -> new Ride(1, null, i < 30 ? i : 0, LocalDateTime.MIN, null, i))
                .toList();

        Slices slices = Evaluation.regression(Dataset.of("rides", Ride.class, rows), "minutes", Ride::vendor)
                .by("miles");

        assertThat(slices.list()).hasSize(1);
        assertThat(slices.list().get(0).label()).isEqualTo("[0, 29]");
    }

    @Test
    void whole_numbers_are_categories_unless_they_are_very_many() {
        List<Ride> rows = IntStream.range(0, 3_000)
                .mapToObj(i -> new Ride(i, null, 0, LocalDateTime.MIN, null, i))
                .toList();
        Dataset<Ride> many = Dataset.of("rides", Ride.class, rows);
        Dataset<Ride> some = Dataset.of("rides", Ride.class, rows.subList(0, 1_000));

        assertThat(Evaluation.regression(many, "minutes", Ride::vendor)
                        .by("vendor")
                        .list())
                .hasSize(10);
        assertThat(Evaluation.regression(some, "minutes", Ride::vendor)
                        .by("vendor")
                        .list())
                .hasSize(1_000);
    }

    @Test
    void too_many_texts_are_refused() {
        List<Ride> rows = IntStream.range(0, 1_001)
                .mapToObj(i -> new Ride(1, "zone " + i, 0, LocalDateTime.MIN, null, i))
                .toList();
        Evaluation many = Evaluation.regression(Dataset.of("rides", Ride.class, rows), "minutes", Ride::vendor);

        assertThatThrownBy(() -> many.by("zone"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("column 'zone' has 1001 different values, expected at most 1000 to slice by");
    }

    @Test
    void an_unknown_column_is_refused_with_those_there_are() {
        assertThatThrownBy(() -> evaluation.by("colour"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("dataset 'rides' has no column 'colour':"
                        + " expected one of vendor, zone, miles, start, riders, minutes");
    }

    @Test
    void arrays_have_no_columns() {
        Evaluation arrays = Evaluation.regression(new double[2], new double[2]);

        assertThatThrownBy(() -> arrays.by("vendor"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this evaluation has no rows, since it is of arrays or was read from storage:"
                        + " evaluate a dataset");
    }

    @Test
    void the_table_marks_small_slices_and_undefined_metrics() {
        Dataset<Ride> few = Dataset.of("rides", Ride.class, rides.rows().subList(0, 1));

        String text = Evaluation.regression(few, "minutes", ride -> ride.minutes() + 1)
                .by("vendor")
                .toText();

        assertThat(text).isEqualTo("""
                        vendor  rows    rmse  at 95 %%     mae  median_absolute_error    mape  explained_variance
                        %d *        1  1.0000        -  1.0000                 1.0000  %s              1.0000
                        * fewer than 30 rows
                        """.formatted(
                few.rows().get(0).vendor(), Text.number(1 / few.rows().get(0).minutes())));
    }

    @Test
    void the_first_metric_of_a_table_has_an_interval_at_95_percent() {
        Slice slice = evaluation.by("vendor").list().get(0);

        assertThat(evaluation.by("vendor").toText())
                .contains(Text.range(slice.evaluation().interval(Metric.RMSE, 0.95)));
    }

    @Test
    void texts_with_numbers_come_in_the_order_of_the_numbers() {
        List<String> texts =
                new ArrayList<>(List.of("S10", "S2", "S", "T1", "S1", "S01", "S1b", "s1", "S99999999999999999999"));
        texts.sort(NaturalOrder.INSTANCE);

        assertThat(texts).containsExactly("S", "S01", "S1", "S1b", "S2", "S10", "S99999999999999999999", "T1", "s1");
        assertThat(NaturalOrder.INSTANCE.compare("S1", "S1")).isZero();
        assertThat(NaturalOrder.INSTANCE.compare("S01", "S1")).isNegative();
    }

    @Test
    void labels_of_a_slice_may_leave_metrics_undefined() {
        Evaluation labels = Evaluation.classification(
                rides, "vendor", ride -> ride.miles() > 2 ? String.valueOf(ride.vendor()) : "1");

        Slice ones = labels.by("vendor").find(1L).orElseThrow();

        assertThat(ones.evaluation().metrics()).containsKey("accuracy").doesNotContainKey("auc");
        assertThat(ones.evaluation().accuracy()).isEqualTo(1);
        assertThat(labels.by("vendor").toText()).contains("accuracy");
        assertThat(labels.accuracy()).isCloseTo(0.9, within(0.05));
    }

    @Test
    void clusters_have_the_same_figures_and_wider_intervals() {
        Evaluation byZone = evaluation.clusteredBy("zone", "vendor");

        assertThat(byZone.metrics()).isEqualTo(evaluation.metrics());
        assertThat(byZone.units().count()).isEqualTo((int) rides.rows().stream()
                .map(ride -> ride.zone() + "/" + ride.vendor())
                .distinct()
                .count());
    }

    @Test
    void a_missing_truth_is_named() {
        assertThatThrownBy(() -> Evaluation.regression(rides, "riders", ride -> 1))
                .isInstanceOf(InvalidException.class)
                .hasMessageMatching("column 'riders' of row \\d+ of 'rides' is missing, expected the truth");
        assertThatThrownBy(() -> Evaluation.classification(rides, "riders", ride -> "1"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("is missing, expected the truth");
    }
}
