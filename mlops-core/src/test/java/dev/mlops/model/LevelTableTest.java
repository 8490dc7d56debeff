package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class LevelTableTest {

    /** A row of two whole numbers of any size. */
    record Two(long a, long b) {}

    @Property(tries = 200)
    void a_map_of_longs_numbers_its_keys_in_the_order_of_their_first_use(
            @ForAll @Size(max = 200) List<Long> keys, @ForAll List<Long> others) {
        LongIntMap map = new LongIntMap(1);
        Map<Long, Integer> model = new HashMap<>();

        for (long key : keys) {
            assertThat(map.number(key)).isEqualTo(model.computeIfAbsent(key, k -> model.size()));
        }

        assertThat(map.size()).isEqualTo(model.size());
        others.forEach(key -> assertThat(map.get(key)).isEqualTo(model.getOrDefault(key, -1)));
    }

    @Property(tries = 200)
    void each_pair_is_found_and_no_other_one(
            @ForAll @Size(min = 1, max = 50) List<Long> as, @ForAll @Size(min = 1, max = 50) List<Long> bs) {
        List<Two> rows = LongStream.range(0, Math.min(as.size(), bs.size()))
                .mapToObj(i -> new Two(Math.max(as.get((int) i), -Long.MAX_VALUE), bs.get((int) i) | 1))
                .toList();
        Vectorizer vectorizer = Features.of(Feature.cross("a", "b")).fit(Dataset.of("pairs", Two.class, rows));

        for (Two one : rows) {
            for (Two other : rows) {
                Two mixed = new Two(one.a(), other.b());
                String column = "a_b=" + mixed.a() + "_" + mixed.b();
                if (rows.contains(mixed)) {
                    assertThat(vectorizer.transform(mixed)).containsOnlyKeys(column);
                } else {
                    assertThat(vectorizer.transform(mixed)).isEmpty();
                }
            }
        }
    }

    @Example
    void more_combinations_than_a_long_can_count_are_an_error() {
        assertThat(LevelTable.product(new long[] {1L << 31, 1L << 31})).isEqualTo(1L << 62);
        assertThatThrownBy(() -> LevelTable.product(new long[] {1L << 31, 1L << 32}))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("too many combinations");
    }
}
