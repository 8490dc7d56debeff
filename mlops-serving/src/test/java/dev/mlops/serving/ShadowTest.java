package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ShadowTest {
    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Model slow = Rides.model(3);
    private final Model quick = Rides.model(1);

    @BeforeEach
    void register() {
        registry.alias(registry.register("rides", slow), "champion");
        registry.alias(registry.register("rides", quick), "candidate");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private Predictor<Ride> shadowed(ShadowListener<Ride> listener) {
        return Predictor.builder(registry, "rides", Ride.class)
                .refresh(Duration.ofDays(1))
                .shadow("candidate", listener)
                .build();
    }

    @Test
    void the_caller_has_the_answer_of_the_arm_and_the_listener_both() throws InterruptedException {
        BlockingQueue<List<Prediction>> heard = new LinkedBlockingQueue<>();
        try (Predictor<Ride> predictor = shadowed((row, answer, shadow) -> heard.add(List.of(answer, shadow)))) {
            Prediction given = predictor.answer(RIDE);

            List<Prediction> both = heard.take();
            assertThat(both.get(0)).isSameAs(given);
            assertThat(given.value()).isEqualTo(slow.predict(RIDE));
            assertThat(both.get(1).value()).isEqualTo(quick.predict(RIDE));
            assertThat(both.get(1).arm()).isEqualTo("candidate");
            assertThat(both.get(1).id()).isEqualTo(given.id());
            assertThat(predictor.predict(RIDE)).isEqualTo(slow.predict(RIDE));
        }
    }

    @Test
    void a_shadow_that_hangs_or_fails_costs_the_caller_nothing_and_is_counted() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<Double> answers = new ArrayList<>();
        try (Predictor<Ride> predictor = shadowed((row, answer, shadow) -> {
            begun.countDown();
            try {
                hanging.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException("the listener is broken");
        })) {
            predictor.predict(RIDE);
            begun.await();
            for (int i = 0; i < 3_000; i++) {
                answers.add(predictor.predict(RIDE));
            }
            ShadowHealth health = predictor.shadow().orElseThrow();
            assertThat(health.queued()).isEqualTo(1_024);
            assertThat(health.dropped()).isEqualTo(3_000 - 1_024);
            hanging.countDown();
            while (predictor.shadow().orElseThrow().failed() < 1_025) {
                Thread.onSpinWait();
            }
        }
        assertThat(answers).containsOnly(slow.predict(RIDE));
    }

    @Test
    void it_follows_its_alias() throws InterruptedException {
        BlockingQueue<Prediction> heard = new LinkedBlockingQueue<>();
        try (Predictor<Ride> predictor = shadowed((row, answer, shadow) -> heard.add(shadow))) {
            registry.alias(registry.register("rides", Rides.model(7)), "candidate");
            predictor.refresh();
            predictor.predict(RIDE);

            assertThat(heard.take().version()).isEqualTo(3);
        }
    }
}
