package dev.mlops.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.data.Column;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import java.lang.invoke.MethodHandles;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Public, as the record that the last test binds from outside must be. */
public class RecordTypeTest {
    /** A record that anybody sees. */
    public record Open(
            int whole, double exact, boolean flag, @Nullable Long boxed) {}

    private static final LocalDateTime TIME = LocalDateTime.of(2021, 1, 2, 3, 4, 5, 6000);

    private record Everything(
            boolean flag,
            byte tiny,
            short small,
            int whole,
            @Column("Big Number") long large,
            float single,
            double exact,
            String text,
            LocalDateTime time,
            @Nullable Integer boxed,
            Optional<Double> maybe,
            @Nullable Boolean truth) {}

    private static final Everything FULL =
            new Everything(true, (byte) -1, (short) 2, 3, 4L, 5.5f, 6.25, "seven", TIME, 9, Optional.of(10.5), false);

    private static final RecordType<Everything> TYPE = RecordType.of(Everything.class);

    @Test
    void the_schema_names_columns_types_and_what_may_be_missing() {
        assertThat(TYPE.type()).isEqualTo(Everything.class);
        assertThat(TYPE.schema().fields())
                .containsExactly(
                        new Field("flag", FieldType.BOOLEAN, false),
                        new Field("tiny", FieldType.INT8, false),
                        new Field("small", FieldType.INT16, false),
                        new Field("whole", FieldType.INT32, false),
                        new Field("Big Number", FieldType.INT64, false),
                        new Field("single", FieldType.FLOAT32, false),
                        new Field("exact", FieldType.FLOAT64, false),
                        new Field("text", FieldType.STRING, true),
                        new Field("time", FieldType.TIMESTAMP, true),
                        new Field("boxed", FieldType.INT32, true),
                        new Field("maybe", FieldType.FLOAT64, true),
                        new Field("truth", FieldType.BOOLEAN, true));
    }

    @Test
    void accessors_give_each_value_in_its_boxed_type() {
        assertThat(values(FULL))
                .containsExactly(true, (byte) -1, (short) 2, 3, 4L, 5.5f, 6.25, "seven", TIME, 9, 10.5, false);
    }

    @Test
    void create_makes_the_record_that_the_accessors_took_apart() {
        assertThat(TYPE.create(values(FULL).toArray())).isEqualTo(FULL);
    }

    @Test
    void missing_values_are_null_on_both_ways() {
        @Nullable Object[] values = values(FULL).toArray();
        values[7] = null;
        values[9] = null;
        values[10] = null;
        Everything row = TYPE.create(values);
        assertThat(row.maybe()).isEmpty();
        assertThat(TYPE.accessor(7).isNull(row)).isTrue();
        assertThat(TYPE.accessor(9).get(row)).isNull();
        assertThat(TYPE.accessor(10).isNull(row)).isTrue();
        assertThat(TYPE.accessor(0).isNull(row)).isFalse();
        assertThat(TYPE.accessor(3).isNull(row)).isFalse();
        assertThat(TYPE.accessor(6).isNull(row)).isFalse();
        assertThatThrownBy(() -> TYPE.accessor(9).asLong(row))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("boxed");
    }

    @Test
    void numbers_and_booleans_are_read_as_primitives() {
        assertThat(List.of(0, 1, 2, 3, 4, 9, 11))
                .extracting(i -> TYPE.accessor(i).asLong(FULL))
                .containsExactly(1L, -1L, 2L, 3L, 4L, 9L, 0L);
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 9, 10, 11))
                .extracting(i -> TYPE.accessor(i).asDouble(FULL))
                .containsExactly(1.0, -1.0, 2.0, 3.0, 4.0, 5.5, 6.25, 9.0, 10.5, 0.0);
    }

    @Test
    void a_primitive_view_that_the_type_does_not_have_is_refused() {
        for (int i : new int[] {5, 6, 7, 8, 10}) {
            assertThatThrownBy(() -> TYPE.accessor(i).asLong(FULL)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> TYPE.accessor(7).asDouble(FULL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("text");
    }

    @Test
    void what_the_constructor_throws_is_thrown_on() {
        record Positive(int value) {
            Positive {
                if (value <= 0) {
                    throw new IllegalArgumentException("not positive: " + value);
                }
            }
        }
        assertThat(RecordType.of(Positive.class).create(new Object[] {1})).isEqualTo(new Positive(1));
        assertThatThrownBy(() -> RecordType.of(Positive.class).create(new Object[] {-1}))
                .hasMessage("not positive: -1");
    }

    @Test
    void a_generic_record_is_refused() {
        record Pair<T>(T left) {}
        assertThatThrownBy(() -> RecordType.of(Pair.class))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("Pair")
                .hasMessageContaining("type parameters");
    }

    @Test
    void a_component_that_no_field_type_stands_for_is_refused() {
        record Bad(int fine, List<String> names) {}
        assertThatThrownBy(() -> RecordType.of(Bad.class))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("component 'names' of record Bad is a java.util.List<java.lang.String>: ");
        record Worse(Optional<char[]> letters) {}
        assertThatThrownBy(() -> RecordType.of(Worse.class)).isInstanceOf(InvalidException.class);
    }

    @Test
    void two_components_for_one_column_are_refused() {
        record Twice(int a, @Column("a") int b) {}
        assertThatThrownBy(() -> RecordType.of(Twice.class))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("column 'a'");
    }

    @Test
    void a_record_that_no_class_can_be_spun_for_is_bound_by_proxies() {
        RecordBinder binder = new RecordBinder(Open.class, MethodHandles.publicLookup());
        List<Component> components = Component.of(Open.class);
        Open row = new Open(3, 0.5, true, null);
        assertThat(binder.<Open>accessor(components.get(0)).asLong(row)).isEqualTo(3);
        assertThat(binder.<Open>accessor(components.get(0)).asDouble(row)).isEqualTo(3.0);
        assertThat(binder.<Open>accessor(components.get(1)).asDouble(row)).isEqualTo(0.5);
        assertThat(binder.<Open>accessor(components.get(2)).get(row)).isEqualTo(true);
        assertThat(binder.<Open>accessor(components.get(3)).isNull(row)).isTrue();
    }

    @Test
    void a_record_that_is_out_of_reach_says_what_to_open() {
        RecordBinder binder = new RecordBinder(Everything.class, MethodHandles.publicLookup());
        Component flag = Component.of(Everything.class).get(0);
        assertThatThrownBy(() -> binder.accessor(flag))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("must open package dev.mlops.data.internal");
    }

    @Test
    void a_column_may_be_absent_where_the_component_says_maybe() {
        record Kinds(int a, Integer b, String c, @Nullable String d, Optional<String> e, LocalDateTime f) {}
        RecordType<Kinds> type = RecordType.of(Kinds.class);
        assertThat(List.of(0, 1, 2, 3, 4, 5))
                .extracting(type::isOptional)
                .containsExactly(false, true, false, true, true, false);
    }

    private static List<@Nullable Object> values(Everything row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < TYPE.schema().fields().size(); i++) {
            values.add(TYPE.accessor(i).get(row));
        }
        return values;
    }
}
