package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points, their history, and which of them is the latest. */
interface MetricTests extends RunStoreFixture {

    static List<MetricPoint> history(RunStore store, String run, String key) {
        List<MetricPoint> points = new ArrayList<>();
        store.history(run, key, points::add);
        return points;
    }

    private double latest(String run) {
        return Objects.requireNonNull(get(run).metrics().get("m")).value();
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                1.0,
                0.1,
                1e308,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                9_007_199_254_740_994.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY
            })
    default void any_double_comes_back_as_it_was(double value) {
        MetricPoint point = new MetricPoint("m", value, 1, T0);
        String run = run("lasso", change -> change.metric(point));

        assertThat(history(store(), run, "m")).containsExactly(point);
        assertThat(get(run).metrics().get("m")).isEqualTo(point);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 9_007_199_254_740_993L})
    default void any_step_comes_back_as_it_was(long step) {
        MetricPoint point = new MetricPoint("m", 1, step, T0);
        String run = run("lasso", change -> change.metric(point));

        assertThat(history(store(), run, "m")).containsExactly(point);
    }

    @Test
    default void a_history_is_ordered_by_step_then_time_then_value_with_nan_above_all() {
        List<MetricPoint> points = List.of(
                new MetricPoint("m", 9, -5, at(9)),
                new MetricPoint("m", 1, 0, at(0)),
                new MetricPoint("m", Double.NEGATIVE_INFINITY, 1, at(1)),
                new MetricPoint("m", 0, 1, at(1)),
                new MetricPoint("m", Double.POSITIVE_INFINITY, 1, at(1)),
                new MetricPoint("m", Double.NaN, 1, at(1)),
                new MetricPoint("m", -7, 1, at(2)));
        List<MetricPoint> shuffled = new ArrayList<>(points);
        Collections.shuffle(shuffled, new Random(1));
        String run = run("lasso");

        shuffled.forEach(point -> update(run, change -> change.metric(point)));

        assertThat(history(store(), run, "m")).isEqualTo(points);
        assertThat(get(run).metrics().get("m")).isEqualTo(points.get(6));
    }

    @Test
    default void the_latest_is_the_greatest_whatever_came_last() {
        String run = run("lasso");

        update(run, change -> change.metric(new MetricPoint("m", 5, 2, at(0))));
        update(run, change -> change.metric(new MetricPoint("m", 6, 1, at(9))));
        assertThat(latest(run)).isEqualTo(5);

        update(run, change -> change.metric(new MetricPoint("m", 4, 2, at(0))));
        assertThat(latest(run)).isEqualTo(5);

        update(run, change -> change.metric(new MetricPoint("m", Double.NaN, 2, at(0))));
        assertThat(latest(run)).isNaN();

        update(run, change -> change.metric(new MetricPoint("m", Double.POSITIVE_INFINITY, 2, at(0))));
        assertThat(latest(run)).isNaN();

        update(run, change -> change.metric(new MetricPoint("m", 0, 2, at(1))));
        assertThat(latest(run)).isEqualTo(0);
    }

    @Test
    default void exact_repeats_are_ignored() {
        MetricPoint number = new MetricPoint("m", 1, 1, T0);
        MetricPoint nan = new MetricPoint("m", Double.NaN, 1, T0);
        MetricPoint zero = new MetricPoint("m", 0.0, 1, T0);
        MetricPoint negativeZero = new MetricPoint("m", -0.0, 1, T0);
        MetricPoint sameButTime = new MetricPoint("m", 1, 1, at(1));
        String run = run("lasso");

        for (int i = 0; i < 2; i++) {
            update(run, change -> change.metric(number)
                    .metric(number)
                    .metric(nan)
                    .metric(nan)
                    .metric(zero)
                    .metric(negativeZero)
                    .metric(sameButTime));
        }

        assertThat(history(store(), run, "m")).containsExactly(zero, number, nan, sameButTime);
    }

    @Test
    default void each_key_of_each_run_has_its_own_history() {
        String first =
                run("first", change -> change.metric(Samples.point("m", 1, 1)).metric(Samples.point("M", 2, 1)));
        String second = run("second", change -> change.metric(Samples.point("m", 3, 1)));

        assertThat(history(store(), first, "m")).containsExactly(Samples.point("m", 1, 1));
        assertThat(history(store(), first, "M")).containsExactly(Samples.point("M", 2, 1));
        assertThat(history(store(), second, "m")).containsExactly(Samples.point("m", 3, 1));
        assertThat(history(store(), first, "%")).isEmpty();
        assertThat(history(store(), Samples.id(), "m")).isEmpty();
    }

    @Test
    default void what_the_reader_of_a_history_throws_ends_it() {
        String run =
                run("lasso", change -> change.metric(Samples.point("m", 1, 1)).metric(Samples.point("m", 2, 2)));
        List<MetricPoint> seen = new ArrayList<>();

        assertThatThrownBy(() -> store().history(run, "m", point -> {
                    seen.add(point);
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");

        assertThat(seen).hasSize(1);
        assertThat(history(store(), run, "m")).hasSize(2);
    }

    @Test
    default void the_reader_of_a_history_may_use_the_store() {
        String run =
                run("lasso", change -> change.metric(Samples.point("m", 1, 1)).metric(Samples.point("m", 2, 2)));

        store().history(run, "m", point -> update(run, change -> change.tag("seen " + point.step(), "yes")));

        assertThat(get(run).tags().keySet()).containsExactly("seen 1", "seen 2");
    }
}
