package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RolloutSharesTest {
    private static final int KEYS = 60_000;
    private static final List<String> ARMS = List.of("champion", "challenger", "candidate");

    private static final List<Model> MODELS = List.of(Rides.model(1), Rides.model(2), Rides.model(3));

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Rollouts rollouts = Rollouts.of(registry);

    @BeforeEach
    void register() {
        for (String model : List.of("rides", "trips")) {
            for (int i = 0; i < ARMS.size(); i++) {
                registry.alias(registry.register(model, MODELS.get(i)), ARMS.get(i));
            }
        }
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private Predictor<Ride> predictor(String model) {
        return Predictor.builder(registry, model, Ride.class).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%d", "rider-%d", "%032x", "2026-01-31T10:00:00.%09d", "%d@example.org"})
    void each_arm_has_its_share_of_keys_of_any_form(String form) {
        rollouts.start("rides", Rollout.split(Map.of("champion", 50, "challenger", 30, "candidate", 20)));
        try (Predictor<Ride> predictor = predictor("rides")) {
            long[] counts = new long[3];
            for (int i = 0; i < KEYS; i++) {
                counts[ARMS.indexOf(predictor.answer(RIDE, form.formatted(i)).arm())]++;
            }
            assertThat(ChiSquare.fits(counts, 0.5, 0.3, 0.2))
                    .as("%s", (Object) counts)
                    .isTrue();
            assertThat(ChiSquare.fits(counts, 0.51, 0.3, 0.19))
                    .as("a share wrong by 1 %")
                    .isFalse();
        }
    }

    @Test
    void which_arm_a_key_has_of_one_model_tells_nothing_of_another() {
        rollouts.start("rides", Rollout.split(Map.of("champion", 3, "challenger", 1)));
        rollouts.start("trips", Rollout.split(Map.of("champion", 3, "challenger", 1)));
        try (Predictor<Ride> rides = predictor("rides");
                Predictor<Ride> trips = predictor("trips")) {
            long[] counts = new long[4];
            for (int i = 0; i < KEYS; i++) {
                int first = rides.answer(RIDE, "rider-" + i).arm().equals("challenger") ? 2 : 0;
                int second = trips.answer(RIDE, "rider-" + i).arm().equals("challenger") ? 1 : 0;
                counts[first + second]++;
            }
            assertThat(ChiSquare.independent(counts[0], counts[1], counts[2], counts[3]))
                    .as("%s", (Object) counts)
                    .isTrue();
        }
    }

    /** Asks once; {@code allowed} has the arms of now at its end. */
    private static void ask(
            Predictor<Ride> predictor, List<List<String>> allowed, ConcurrentLinkedQueue<String> wrong) {
        int before = allowed.size() - 1;
        Prediction answer = predictor.answer(RIDE, "rider");
        List<List<String>> meanwhile = allowed.stream().skip(before).toList();
        int arm = ARMS.indexOf(answer.arm());
        if (meanwhile.stream().noneMatch(arms -> arms.contains(answer.arm()))) {
            wrong.add(answer + " while there were " + meanwhile);
        }
        if (answer.version() != arm + 1 || answer.value() != MODELS.get(arm).predict(RIDE)) {
            wrong.add("torn: " + answer);
        }
    }

    @Test
    void no_prediction_fails_is_torn_or_is_by_an_arm_that_was_not_in_the_rollout_while_it_changes()
            throws InterruptedException {
        List<Rollout> turns = List.of(
                Rollout.all("challenger").shadow("champion"),
                Rollout.split(Map.of("champion", 1, "candidate", 1)),
                Rollout.canary("champion", "challenger", Canary.steps(50)).shadow("candidate"),
                Rollout.bandit("challenger", "candidate"));
        List<List<String>> allowed = new CopyOnWriteArrayList<>(List.of(List.of("champion")));
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(3);
        try (Predictor<Ride> predictor = predictor("rides")) {
            List<Thread> callers = IntStream.range(0, 3)
                    .mapToObj(i -> new Thread(() -> {
                        while (!over.get()) {
                            ask(predictor, allowed, wrong);
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
                Rollout next = turns.get(i % turns.size());
                List<String> either = new ArrayList<>(allowed.get(allowed.size() - 1));
                either.addAll(next.arms());
                allowed.add(either);
                rollouts.start("rides", next);
                predictor.refresh();
                allowed.add(next.arms());
            }
            over.set(true);
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(wrong).isEmpty();
    }
}
