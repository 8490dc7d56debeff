package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PredictorTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Model slow = Rides.model(3);
    private final Model quick = Rides.model(1);

    @AfterEach
    void close() {
        workspace.close();
    }

    private ModelVersion registered(Model model, String... aliases) {
        ModelVersion version = registry.register("rides", model);
        for (String alias : aliases) {
            version = registry.alias(version, alias);
        }
        return version;
    }

    private Predictor.Builder<Ride> builder() {
        return Predictor.builder(registry, "rides", Ride.class).refresh(NEVER);
    }

    @Test
    void a_record_and_a_map_have_the_answer_of_the_version_that_the_alias_points_to() {
        registered(slow, "champion");

        try (Predictor<Ride> records = Predictor.of(registry, "rides@champion", Ride.class);
                Predictor<Map<String, ?>> maps = Predictor.of(registry, "rides@champion")) {
            assertThat(records.predict(RIDE)).isEqualTo(slow.predict(RIDE)).isCloseTo(22, within(0.1));
            assertThat(maps.predict(Map.of("from", 3, "miles", "5"))).isEqualTo(slow.predict(RIDE));
            assertThat(records.predictAll(List.of(RIDE, RIDE))).containsExactly(slow.predict(RIDE), slow.predict(RIDE));
        }
    }

    @Test
    void an_answer_tells_who_gave_it_under_an_id_of_its_own() {
        registered(quick);
        registered(slow, "champion");

        try (Predictor<Ride> predictor = builder().build()) {
            Prediction answer = predictor.answer(RIDE);
            assertThat(answer.value()).isEqualTo(slow.predict(RIDE));
            assertThat(answer.model()).isEqualTo("rides");
            assertThat(answer.version()).isEqualTo(2);
            assertThat(answer.arm()).isEqualTo("champion");
            assertThat(answer.id())
                    .matches("[0-9a-f]{32}")
                    .isNotEqualTo(predictor.answer(RIDE).id());
            assertThat(answer.isLabel()).isFalse();
            assertThatThrownBy(answer::label)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("regression");
        }
    }

    @Test
    void a_number_stays_with_its_version_whatever_the_aliases_do() {
        registered(slow, "champion");
        try (Predictor<Ride> predictor = Predictor.of(registry, "rides/1", Ride.class)) {
            registered(quick, "champion");
            predictor.refresh();

            assertThat(predictor.answer(RIDE).version()).isEqualTo(1);
            assertThat(predictor.answer(RIDE).arm()).isEqualTo("1");
        }
    }

    @Test
    void what_is_not_there_is_told_at_once() {
        registered(slow, "champion");

        assertThatThrownBy(() -> Predictor.of(registry, "trips@champion", Ride.class))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("trips");
        assertThatThrownBy(() -> builder().split("challenger", 1).build())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("challenger");
        assertThatThrownBy(() -> Predictor.of(registry, "rides@champion", Other.class))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("miles");
    }

    record Other(int from) {}

    @Test
    void the_next_call_after_a_refresh_has_the_version_that_the_alias_points_to_now() {
        registered(slow, "champion");
        try (Predictor<Ride> predictor = builder().build()) {
            registered(quick, "champion");
            assertThat(predictor.predict(RIDE)).isEqualTo(slow.predict(RIDE));

            predictor.refresh();

            assertThat(predictor.predict(RIDE)).isEqualTo(quick.predict(RIDE));
            assertThat(predictor.health()).singleElement().satisfies(arm -> {
                assertThat(arm.version()).isEqualTo(2);
                assertThat(arm.swaps()).isOne();
                assertThat(arm.trouble()).isEmpty();
            });
        }
    }

    @Test
    void it_follows_by_itself_within_the_interval() {
        registered(slow, "champion");
        try (Predictor<Ride> predictor = builder().refresh(Duration.ofMillis(5)).build()) {
            registered(quick, "champion");
            while (predictor.answer(RIDE).version() == 1) {
                Thread.onSpinWait();
            }
            assertThat(predictor.predict(RIDE)).isEqualTo(quick.predict(RIDE));
        }
    }

    @Test
    void no_prediction_fails_or_is_torn_while_the_alias_moves() throws InterruptedException {
        ModelVersion first = registered(slow, "champion");
        ModelVersion second = registered(quick);
        Set<Double> right = Set.of(slow.predict(RIDE), quick.predict(RIDE));
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(3);
        try (Predictor<Ride> predictor = builder().build()) {
            List<Thread> callers = IntStream.range(0, 3)
                    .mapToObj(i -> new Thread(() -> {
                        while (!over.get()) {
                            Prediction answer = predictor.answer(RIDE);
                            double expected = (answer.version() == 1 ? slow : quick).predict(RIDE);
                            if (answer.value() != expected || !right.contains(predictor.predict(RIDE))) {
                                wrong.add(answer.toString());
                            }
                            begun.countDown();
                        }
                    }))
                    .toList();
            callers.forEach(thread -> {
                thread.setUncaughtExceptionHandler((t, e) -> wrong.add(e.toString()));
                thread.start();
            });
            begun.await();
            for (int i = 0; i < 100; i++) {
                registry.alias(i % 2 == 0 ? second : first, "champion");
                predictor.refresh();
            }
            over.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(predictor.health().get(0).swaps()).isEqualTo(100);
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void while_the_store_is_away_it_goes_on_and_says_so() {
        registered(slow, "champion");
        try (Predictor<Ride> predictor = builder().build()) {
            workspace.close();

            predictor.refresh();

            assertThat(predictor.predict(RIDE)).isEqualTo(slow.predict(RIDE));
            assertThat(predictor.health().get(0).version()).isOne();
        }
    }

    @Test
    void an_alias_that_is_taken_away_leaves_the_last_version_in_use_and_is_told() {
        registered(slow, "champion");
        try (Predictor<Ride> predictor = builder().build()) {
            registry.unalias("rides", "champion");
            predictor.refresh();

            assertThat(predictor.predict(RIDE)).isEqualTo(slow.predict(RIDE));
            assertThat(predictor.health().get(0).trouble())
                    .hasValueSatisfying(t -> assertThat(t).contains("champion"));

            registered(quick, "champion");
            predictor.refresh();
            assertThat(predictor.health().get(0).trouble()).isEmpty();
            assertThat(predictor.predict(RIDE)).isEqualTo(quick.predict(RIDE));
        }
    }

    @Test
    void each_key_stays_with_its_arm_and_the_arms_have_their_shares() {
        registered(slow, "champion");
        registered(quick, "challenger");
        try (Predictor<Ride> predictor =
                        builder().split("champion", 90).split("challenger", 10).build();
                Predictor<Ride> another =
                        builder().split("champion", 90).split("challenger", 10).build()) {
            Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i < 10_000; i++) {
                Prediction answer = predictor.answer(RIDE, "rider-" + i);
                counts.merge(answer.arm(), 1, Integer::sum);
                assertThat(another.answer(RIDE, "rider-" + i).arm()).isEqualTo(answer.arm());
                assertThat(predictor.predict(RIDE, "rider-" + i)).isEqualTo(answer.value());
            }
            assertThat(counts.get("challenger")).isBetween(850, 1_150); // 5 standard deviations of 30
            assertThat(counts).containsOnlyKeys("champion", "challenger");
        }
    }

    @Test
    void calls_without_a_key_are_spread_by_the_shares_too() {
        registered(slow, "champion");
        registered(quick, "challenger");
        try (Predictor<Ride> predictor =
                builder().split("champion", 3).split("challenger", 1).build()) {
            List<Double> answers = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                answers.add(predictor.predict(RIDE));
            }
            double quicker = quick.predict(RIDE);
            assertThat(answers.stream().filter(answer -> answer == quicker).count())
                    .isBetween(2_283L, 2_717L); // 5 standard deviations of 43
        }
    }

    @Test
    void options_that_make_no_sense_are_refused_at_their_line() {
        registered(slow, "champion");
        assertThatThrownBy(() -> builder().split("champion", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().split("champion", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().split("champion", 1).split("champion", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> Predictor.builder(registry, "rides@champion", Ride.class))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("rides@champion");
        assertThatThrownBy(() -> builder().shadow("champion", (r, a, b) -> {}).shadow("champion", (r, a, b) -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder().refresh(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_closed_predictor_says_so() {
        registered(slow, "champion");
        Predictor<Ride> predictor = builder().build();
        predictor.close();
        predictor.close();

        assertThatThrownBy(() -> predictor.predict(RIDE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void a_model_that_is_not_registered_is_served_as_well() {
        try (Predictor<Ride> predictor = Predictor.of(quick, Ride.class)) {
            assertThat(predictor.answer(RIDE).value()).isEqualTo(quick.predict(RIDE));
            assertThat(predictor.answer(RIDE).version()).isZero();
        }
    }
}
