package dev.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    private static final LocalDateTime START = LocalDateTime.of(2021, 1, 1, 0, 0);

    record Row(int id, @Nullable Integer key, @Nullable LocalDateTime time) {}

    private static Dataset<Row> rows(int count, IntFunction<Row> row) {
        return Dataset.of(
                "rows", Row.class, IntStream.range(0, count).mapToObj(row).toList());
    }

    private static Dataset<Row> keyed(List<Integer> keys) {
        return rows(keys.size(), i -> new Row(i, keys.get(i), START.plusMinutes(keys.get(i))));
    }

    private static void assertPartition(Dataset<Row> data, TrainTest<Row> sides) {
        assertThat(sides.train().rows()).isSortedAccordingTo((a, b) -> Integer.compare(a.id(), b.id()));
        assertThat(sides.test().rows()).isSortedAccordingTo((a, b) -> Integer.compare(a.id(), b.id()));
        List<Row> both = new ArrayList<>(sides.train().rows());
        both.addAll(sides.test().rows());
        assertThat(both).containsExactlyInAnyOrderElementsOf(data.rows());
    }

    @Property(tries = 200)
    void each_rule_puts_each_row_on_one_side_in_order(
            @ForAll @Size(max = 60) List<@IntRange(max = 9) Integer> keys,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
            @ForAll long seed) {
        Dataset<Row> data = keyed(keys);
        for (Split split : List.of(
                Split.random(share, seed),
                Split.byKey("key", share, seed),
                Split.byTime("time", share),
                Split.byTime("time", START.plusMinutes(5)))) {
            assertPartition(data, data.split(split));
        }
    }

    @Property(tries = 200)
    void random_takes_exactly_the_share(
            @ForAll @IntRange(max = 500) int size,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
            @ForAll long seed) {
        Dataset<Row> data = rows(size, i -> new Row(i, null, null));
        assertThat(data.split(Split.random(share, seed)).test().size()).isEqualTo((int) Math.round(share * size));
    }

    @Property(tries = 200)
    void no_key_is_on_both_sides_and_the_order_and_other_keys_do_not_matter(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 30) Integer> keys,
            @ForAll @DoubleRange(min = 0.1, max = 0.9) double share,
            @ForAll long seed) {
        Set<Integer> tested =
                keys(keyed(keys).split(Split.byKey("key", share, seed)).test());
        Set<Integer> trained =
                keys(keyed(keys).split(Split.byKey("key", share, seed)).train());
        assertThat(Collections.disjoint(tested, trained)).isTrue();
        List<Integer> others = new ArrayList<>(new HashSet<>(keys));
        Collections.shuffle(others, new Random(seed));
        List<Integer> half = others.subList(0, (others.size() + 1) / 2);
        Set<Integer> testedAgain =
                keys(keyed(half).split(Split.byKey("key", share, seed)).test());
        assertThat(testedAgain).isEqualTo(half.stream().filter(tested::contains).collect(Collectors.toSet()));
    }

    private static LocalDateTime time(Row row) {
        return Objects.requireNonNull(row.time());
    }

    private static Set<Integer> keys(Dataset<Row> data) {
        return data.rows().stream().map(Row::key).collect(Collectors.toSet());
    }

    @Property(tries = 200)
    void by_time_trains_on_earlier_rows_only(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 20) Integer> minutes,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share) {
        int wanted = (int) Math.round(share * minutes.size());
        Assume.that(wanted > 0);
        TrainTest<Row> sides = keyed(minutes).split(Split.byTime("time", share));
        LocalDateTime first = sides.test().rows().stream()
                .map(SplitTest::time)
                .min(LocalDateTime::compareTo)
                .orElseThrow();
        assertThat(sides.train().rows()).allMatch(row -> time(row).isBefore(first));
        assertThat(sides.test().size()).isGreaterThanOrEqualTo(wanted);
        long later = sides.test().rows().stream()
                .filter(row -> time(row).isAfter(first))
                .count();
        assertThat(later).isLessThan(wanted);
    }

    /** The expected rows were computed in Python from the description in {@link Split#random}. */
    @Test
    void random_draws_what_the_contract_describes() {
        Dataset<Row> data = rows(20, i -> new Row(i, null, null));
        assertThat(data.split(Split.random(0.25, 42)).test())
                .extracting(Row::id)
                .containsExactly(1, 4, 10, 15, 16);
        assertThat(data.split(Split.random(0.25, -7)).test())
                .extracting(Row::id)
                .containsExactly(3, 7, 8, 13, 15);
    }

    /** The fractions 0.11978744858, 0.58206558660 and 0.65129204017 were computed in Python from {@link Split#byKey}. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1197, 0.1198, 0.5820, 0.5821, 0.6512, 0.6513})
    void by_key_hashes_what_the_contract_describes(double share) {
        record Key(int number, String text, @Nullable Long none) {}
        Dataset<Key> data = Dataset.of("keys", Key.class, List.of(new Key(130, "Queens", null)));
        assertThat(data.split(Split.byKey("number", share, 42)).test().size()).isEqualTo(share > 0.11979 ? 1 : 0);
        assertThat(data.split(Split.byKey("text", share, 42)).test().size()).isEqualTo(share > 0.58206 ? 1 : 0);
        assertThat(data.split(Split.byKey("none", share, 42)).test().size()).isEqualTo(share > 0.65129 ? 1 : 0);
    }

    @Test
    void many_keys_reach_the_share() {
        Dataset<Row> data = rows(10_000, i -> new Row(i, i, null));
        assertThat(data.split(Split.byKey("key", 0.2, 3)).test().size() / 10_000.0)
                .isCloseTo(0.2, within(0.02));
    }

    @Test
    void keys_of_each_type_can_be_split_by() {
        record Keys(double exact, float single, boolean flag, LocalDateTime time) {}
        List<Keys> rows = IntStream.range(0, 100)
                .mapToObj(i -> new Keys(i, i, i % 2 == 0, START.plusNanos(i)))
                .toList();
        Dataset<Keys> data = Dataset.of("keys", Keys.class, rows);
        for (String column : List.of("exact", "single", "time")) {
            assertThat(data.split(Split.byKey(column, 0.5, 1)).test().size()).isBetween(30, 70);
        }
        assertThat(data.split(Split.byKey("flag", 0.5, 1)).test().size()).isIn(0, 50, 100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
    void a_share_is_over_0_and_under_1(double share) {
        assertThatThrownBy(() -> Split.random(share, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test share is " + share);
    }

    @Test
    void a_split_by_time_needs_a_time_in_each_row() {
        Dataset<Row> data = rows(2, i -> new Row(i, i, i == 0 ? START : null));
        assertThatThrownBy(() -> data.split(Split.byTime("time", 0.5)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("row 2: the time is missing");
        assertThatThrownBy(() -> data.split(Split.byTime("key", 0.5)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("column 'key' of 'rows' is INT32");
        assertThatThrownBy(() -> data.split(Split.byTime("when", 0.5))).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> data.split(Split.byKey("nokey", 0.5, 1))).isInstanceOf(InvalidException.class);
    }

    @Test
    void a_split_says_what_it_is() {
        assertThat(Split.random(0.2, 7)).hasToString("random(0.2, seed 7)");
        assertThat(Split.byKey("zone", 0.2, 7)).hasToString("byKey(zone, 0.2, seed 7)");
        assertThat(Split.byTime("time", 0.2)).hasToString("byTime(time, 0.2)");
        assertThat(Split.byTime("time", START)).hasToString("byTime(time, 2021-01-01T00:00)");
    }
}
