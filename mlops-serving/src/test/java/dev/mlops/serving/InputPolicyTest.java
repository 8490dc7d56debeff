package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.InputHealth.Kind;
import dev.mlops.serving.InputPolicy.Rule;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class InputPolicyTest {
    private static final Duration NEVER = Duration.ofDays(1);

    /** A record with components of many kinds, some of which no model reads. */
    record Trip(
            int from,
            int to,
            Optional<Double> miles,
            short riders,
            @Nullable String note,
            LocalDate day,
            double minutes) {
        static Trip of(int from, int to, @Nullable Double miles, int riders) {
            return new Trip(from, to, Optional.ofNullable(miles), (short) riders, "x", LocalDate.EPOCH, 0);
        }
    }

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Model model = model();

    private static Model model() {
        List<Trip> trips = IntStream.range(0, 60)
                .mapToObj(i -> new Trip(
                        i % 3,
                        i % 3,
                        Optional.of((double) (i % 11)),
                        (short) (i % 4),
                        null,
                        LocalDate.EPOCH,
                        3 + i % 3 + 2 * (i % 11) + i % 4))
                .toList();
        Dataset<Trip> data = Dataset.of("trips", Trip.class, trips);
        return Model.regression(
                        Features.of(
                                        Feature.category("from"),
                                        Feature.cross("from", "to"),
                                        Feature.number("miles"),
                                        Feature.number("riders"))
                                .fit(data),
                        "minutes")
                .train(new RidgeTrainer(0.01), data);
    }

    @BeforeEach
    void register() {
        registry.alias(registry.register("trips", model), "champion");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private Predictor.Builder<Map<String, ?>> maps() {
        return Predictor.builder(registry, "trips").refresh(NEVER);
    }

    private Predictor.Builder<Trip> records() {
        return Predictor.builder(registry, "trips", Trip.class).refresh(NEVER);
    }

    private static Map<String, Object> row(Object from, Object to, Object miles, Object riders) {
        return new HashMap<>(Map.of("from", from, "to", to, "miles", miles, "riders", riders));
    }

    private static InputHealth health(Predictor<?> predictor) {
        return predictor.inputs().orElseThrow();
    }

    @Nested
    class Strict {

        @Test
        void a_row_as_it_should_be_is_only_counted() {
            try (Predictor<Map<String, ?>> predictor = Predictor.of(registry, "trips@champion")) {
                Map<String, Object> row = row(1, "1", 5.5, 2L);

                assertThat(predictor.predict(row)).isEqualTo(model.predict(row));
                assertThat(health(predictor)).isEqualTo(new InputHealth(1, Map.of()));
            }
        }

        @Test
        void unseen_levels_and_crosses_and_unknown_entries_are_answered_and_counted() {
            try (Predictor<Map<String, ?>> predictor = Predictor.of(registry, "trips@champion")) {
                Map<String, Object> row = row(0, 2, 5, 2);
                row.put("colour", "green");

                assertThat(predictor.predict(row)).isEqualTo(model.predict(row));
                assertThat(predictor.answer(row(9, 1, 5, 2)).value()).isEqualTo(model.predict(row(9, 1, 5, 2)));
                assertThat(predictor.predictAll(List.of(row, row))).containsOnly(model.predict(row));

                assertThat(health(predictor).rows()).isEqualTo(4);
                assertThat(health(predictor).count(Kind.UNSEEN, "from_to")).isEqualTo(4);
                assertThat(health(predictor).count(Kind.UNSEEN, "from")).isOne();
                assertThat(health(predictor).count(Kind.UNKNOWN, "colour")).isEqualTo(3);
                assertThat(health(predictor).count(Kind.UNKNOWN)).isEqualTo(3);
            }
        }

        @Test
        void what_the_model_rejects_is_rejected_in_its_words_and_counted() {
            try (Predictor<Map<String, ?>> predictor = Predictor.of(registry, "trips@champion")) {
                Map<String, Object> misspelt = row(1, 1, 5, 2);
                misspelt.put("mile", misspelt.remove("miles"));

                assertThatThrownBy(() -> predictor.predict(misspelt))
                        .isInstanceOf(InvalidException.class)
                        .hasMessage("the row has no entry 'miles': did you mean it by 'mile'?");
                assertThatThrownBy(() -> predictor.predict(row(1, 1, "far", 2)))
                        .isInstanceOf(InvalidException.class)
                        .hasMessage("field 'miles' is 'far' (String): it must be a number");
                assertThatThrownBy(() -> predictor.answerAll(List.of(row(1, 1, 5, 2), row("a", 1, 5, 2))))
                        .isInstanceOf(InvalidException.class)
                        .hasMessageStartingWith("row 2: field 'from' is 'a'");

                assertThat(health(predictor).count(Kind.MISSING, "miles")).isOne();
                assertThat(health(predictor).count(Kind.UNKNOWN, "mile")).isOne();
                assertThat(health(predictor).count(Kind.WRONG_TYPE, "miles")).isOne();
                assertThat(health(predictor).count(Kind.WRONG_TYPE, "from")).isOne();
            }
        }

        @Test
        void names_that_clients_think_up_take_a_bounded_room() {
            try (Predictor<Map<String, ?>> predictor = Predictor.of(registry, "trips@champion")) {
                Map<String, Object> wordy = row(1, 1, 5, 2);
                wordy.put("x".repeat(1_000), 1);
                predictor.predict(wordy);
                for (int i = 0; i < 10_000; i++) {
                    Map<String, Object> row = row(1, 1, 5, 2);
                    row.put("name-" + i, i);
                    predictor.predict(row);
                }

                assertThat(health(predictor).counts().getOrDefault(Kind.UNKNOWN, Map.of()))
                        .hasSize(101)
                        .containsEntry("<other>", 9_901L)
                        .containsEntry("name-0", 1L);
                assertThat(health(predictor).count(Kind.UNKNOWN)).isEqualTo(10_001);
            }
        }

        @Test
        void an_answer_from_the_cache_counts_too() {
            try (Predictor<Map<String, ?>> predictor = maps().cache(10).build()) {
                for (int i = 0; i < 3; i++) {
                    predictor.predict(row(0, 2, 5, 2));
                }
                assertThat(predictor.cache().orElseThrow().hits()).isEqualTo(2);
                assertThat(health(predictor).count(Kind.UNSEEN, "from_to")).isEqualTo(3);
            }
        }

        @Test
        void records_are_not_counted_unless_a_policy_is_given() {
            try (Predictor<Trip> predictor = records().build();
                    Predictor<Trip> counted =
                            records().inputs(InputPolicy.strict()).build()) {
                Trip trip = Trip.of(0, 2, 5.0, 1);

                assertThat(predictor.inputs()).isEmpty();
                assertThat(counted.predict(trip)).isEqualTo(predictor.predict(trip));
                assertThat(health(counted).count(Kind.UNSEEN, "from_to")).isOne();
            }
        }
    }

    @Nested
    class Policies {

        @Test
        void missing_values_have_a_default() {
            InputPolicy policy = InputPolicy.builder()
                    .missing(Rule.REPLACE)
                    .defaultValue("miles", 2.5)
                    .build();
            try (Predictor<Map<String, ?>> predictor = maps().inputs(policy).build()) {
                double expected = model.predict(row(1, 1, 2.5, 2));
                Map<String, Object> absent = row(1, 1, 0, 2);
                absent.remove("miles");
                Map<String, Object> empty = row(1, 1, Optional.empty(), 2);

                assertThat(predictor.predict(absent)).isEqualTo(expected);
                assertThat(absent).doesNotContainKey("miles");
                assertThat(predictor.predict(empty)).isEqualTo(expected);
                assertThat(predictor.predict(row(1, 1, Double.NaN, 2))).isEqualTo(expected);
                assertThat(health(predictor).count(Kind.MISSING, "miles")).isEqualTo(3);

                Map<String, Object> another = row(1, 1, 2, 2);
                another.remove("from");
                another.put("from", null);
                assertThat(predictor.predict(another)).isEqualTo(model.predict(another));
                another.remove("from");
                assertThat(predictor.predict(another)).isNotNaN(); // as null, which the category may be
            }
        }

        @Test
        void values_of_a_wrong_type_have_a_default() {
            InputPolicy policy = InputPolicy.builder()
                    .wrongType(Rule.REPLACE)
                    .defaultValue("from", "2")
                    .build();
            try (Predictor<Map<String, ?>> predictor = maps().inputs(policy).build()) {
                assertThat(predictor.predict(row(List.of(), 2, 5, 2))).isEqualTo(model.predict(row(2, 2, 5, 2)));
                assertThat(predictor.predict(row("1.5", 2, 5, 2))).isEqualTo(model.predict(row(2, 2, 5, 2)));
                assertThat(health(predictor).count(Kind.WRONG_TYPE, "from")).isEqualTo(2);
                assertThatThrownBy(() -> predictor.predict(row(1, 1, "far", 2))) // without a default it is missing
                        .isInstanceOf(InvalidException.class)
                        .hasMessageContaining("miles");
            }
        }

        @Test
        void unknown_entries_may_be_rejected() {
            InputPolicy policy = InputPolicy.builder().unknown(Rule.REJECT).build();
            try (Predictor<Map<String, ?>> predictor = maps().inputs(policy).build()) {
                Map<String, Object> row = row(1, 1, 5, 2);
                row.put("colour", "green");

                assertThatThrownBy(() -> predictor.predict(row))
                        .isInstanceOf(InvalidException.class)
                        .hasMessage("the row has an entry 'colour', expected only [from, to, miles, riders]");
                assertThat(health(predictor).count(Kind.UNKNOWN, "colour")).isOne();
            }
        }

        private InputPolicy within(Rule rule) {
            return InputPolicy.builder()
                    .range("miles", 0, 100)
                    .range("riders", 0.5, 6.5)
                    .defaultValue("miles", 3)
                    .defaultValue("riders", 1)
                    .outOfRange(rule)
                    .build();
        }

        @Test
        void numbers_out_of_their_range_are_rejected_accepted_replaced_or_clamped() {
            Map<String, Object> far = row(1, 1, "244152", 9);
            try (Predictor<Map<String, ?>> rejecting =
                            maps().inputs(within(Rule.REJECT)).build();
                    Predictor<Map<String, ?>> accepting =
                            maps().inputs(within(Rule.ACCEPT)).build();
                    Predictor<Map<String, ?>> replacing =
                            maps().inputs(within(Rule.REPLACE)).build();
                    Predictor<Map<String, ?>> clamping =
                            maps().inputs(within(Rule.CLAMP)).build()) {
                assertThatThrownBy(() -> rejecting.predict(far))
                        .isInstanceOf(InvalidException.class)
                        .hasMessage("field 'miles' is 244152, expected 0.0 to 100.0");
                assertThat(accepting.predict(far)).isEqualTo(model.predict(far));
                assertThat(replacing.predict(far)).isEqualTo(model.predict(row(1, 1, 3, 1)));
                assertThat(clamping.predict(far)).isEqualTo(model.predict(row(1, 1, 100, 6)));
                assertThat(clamping.predict(row(1, 1, -1, 0))).isEqualTo(model.predict(row(1, 1, 0, 1)));
                assertThat(clamping.predict(row(1, 1, 100, 6))).isEqualTo(model.predict(row(1, 1, 100, 6)));

                assertThat(health(rejecting).count(Kind.OUT_OF_RANGE, "miles")).isOne();
                assertThat(health(clamping).count(Kind.OUT_OF_RANGE, "riders")).isEqualTo(2);
            }
        }

        @Test
        void a_record_is_made_anew_with_what_was_mended() {
            InputPolicy policy = InputPolicy.builder()
                    .range("miles", 0, 100)
                    .range("riders", 1, 6)
                    .outOfRange(Rule.CLAMP)
                    .missing(Rule.REPLACE)
                    .defaultValue("miles", 3)
                    .build();
            List<Trip> heard = new ArrayList<>();
            try (Predictor<Trip> predictor = records()
                    .inputs(policy)
                    .onPrediction((trip, answer, took) -> heard.add(trip))
                    .build()) {
                Trip odd = Trip.of(1, 1, null, 9);

                assertThat(predictor.predict(odd)).isEqualTo(model.predict(Trip.of(1, 1, 3.0, 6)));
                assertThat(heard).containsExactly(odd); // listeners hear what was asked
                assertThat(predictor.predict(Trip.of(1, 1, 7.0, 3))).isEqualTo(model.predict(Trip.of(1, 1, 7.0, 3)));
                assertThat(health(predictor).count(Kind.MISSING, "miles")).isOne();
                assertThat(health(predictor).count(Kind.OUT_OF_RANGE, "riders")).isOne();
            }
        }

        @Test
        void a_shadow_has_its_rows_mended_too_and_counts_nothing() throws InterruptedException {
            registry.alias(registry.register("trips", model), "stable");
            InputPolicy policy = InputPolicy.builder()
                    .missing(Rule.REPLACE)
                    .defaultValue("miles", 2.5)
                    .build();
            Map<String, Object> row = row(1, 1, 0, 2);
            row.remove("miles");
            BlockingQueue<Prediction> shadowed = new LinkedBlockingQueue<>();
            try (Predictor<Map<String, ?>> predictor = maps().inputs(policy)
                    .shadow("stable", (asked, answer, shadow) -> shadowed.add(shadow))
                    .build()) {
                double expected = predictor.predict(row);
                assertThat(shadowed.take().value()).isEqualTo(expected);
                assertThat(health(predictor).count(Kind.MISSING, "miles")).isOne();
            }
        }
    }

    @Test
    void a_policy_that_does_not_fit_is_refused() {
        assertThatThrownBy(() -> InputPolicy.builder().unknown(Rule.CLAMP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CLAMP");
        assertThatThrownBy(() -> InputPolicy.builder().range("miles", 2, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> maps().inputs(
                                InputPolicy.builder().range("mile", 0, 1).build())
                        .build())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("'mile'");
        assertThatThrownBy(() -> maps().inputs(InputPolicy.builder()
                                .defaultValue("miles", "far")
                                .build())
                        .build())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("'far'");
    }
}
