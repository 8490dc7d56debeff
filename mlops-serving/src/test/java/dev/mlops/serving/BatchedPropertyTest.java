package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class BatchedPropertyTest {
    private static final int CALLS = 40;

    /** A model that answers twice the miles, and throws at each thirteenth. */
    private static Predictor.Builder<Ride> champion(Workspace workspace) {
        ModelRegistry registry =
                ModelRegistry.builder(workspace).trust(Moody.class).build();
        registry.alias(registry.register("rides", Moody.model("unlucky", BatchedPropertyTest::answer)), "champion");
        return Predictor.builder(registry, "rides", Ride.class);
    }

    private static double answer(double miles) {
        if (miles % 13 == 0) {
            throw new IllegalStateException("thirteens are unlucky");
        }
        return 2 * miles;
    }

    @Property(tries = 25)
    void each_caller_has_its_own_answer_or_its_own_error_in_any_interleaving(
            @ForAll @IntRange(min = 1, max = 8) int callers,
            @ForAll @IntRange(min = 2, max = 9) int maxRows,
            @ForAll @IntRange(max = 300) int delayMicros)
            throws InterruptedException {
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        try (Workspace workspace = Workspace.inMemory();
                Predictor<Ride> predictor = champion(workspace)
                        .batch(maxRows, Duration.ofNanos(1_000L * delayMicros))
                        .build()) {
            List<Thread> threads = IntStream.range(0, callers)
                    .mapToObj(caller -> new Thread(() -> {
                        for (int i = 0; i < CALLS; i++) {
                            check(predictor, CALLS * caller + i, wrong); // no two ask the same
                        }
                    }))
                    .toList();
            for (Thread thread : threads) {
                thread.setUncaughtExceptionHandler((t, e) -> wrong.add(e.toString()));
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(predictor.batches().orElseThrow().rows()).isEqualTo((long) callers * CALLS);
        }
        assertThat(wrong).isEmpty();
    }

    private static void check(Predictor<Ride> predictor, double miles, ConcurrentLinkedQueue<String> wrong) {
        try {
            double answer = predictor.answer(new Ride(1, miles, 0)).value();
            if (answer != 2 * miles || miles % 13 == 0) {
                wrong.add(miles + " -> " + answer);
            }
        } catch (IllegalStateException e) {
            if (miles % 13 != 0) {
                wrong.add(miles + " -> " + e);
            }
        }
    }
}
