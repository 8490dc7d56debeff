package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which threads predictors start, and that they end. */
final class ThreadsTest {
    private final Model slow = Rides.model(3);
    private final Model quick = Rides.model(1);

    @Test
    void a_predictor_of_numbers_alone_needs_no_thread() {
        try (Workspace workspace = Workspace.inMemory()) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            registry.alias(registry.register("rides", slow), "champion");
            registry.register("rides", quick);
            Set<Thread> before = threads("mlops-serving");
            try (Predictor<Ride> numbers = Predictor.builder(registry, "rides", Ride.class)
                    .split("1", 1)
                    .split("2", 1)
                    .build()) {
                assertThat(numbers.health()).hasSize(2);
                assertThat(before).containsAll(threads("mlops-serving"));
            }
            try (Predictor<Ride> alias = Predictor.of(registry, "rides@champion", Ride.class)) {
                assertThat(alias.health()).hasSize(1);
                assertThat(threads("mlops-serving")).anyMatch(thread -> !before.contains(thread));
            }
            Await.until(() -> before.containsAll(threads("mlops-serving")));
        }
    }

    private static Set<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .collect(Collectors.toSet());
    }

    @Test
    void a_shadow_ends_with_its_rollout_and_with_its_predictor() {
        try (Workspace workspace = Workspace.inMemory()) {
            ModelRegistry registry = ModelRegistry.in(workspace);
            registry.alias(registry.register("rides", slow), "champion");
            registry.register("rides", quick);
            Set<Thread> before = threads("mlops-shadow");
            try (Predictor<Ride> predictor =
                    Predictor.builder(registry, "rides", Ride.class).build()) {
                Rollouts.of(registry).start("rides", Rollout.all("champion").shadow("2"));
                predictor.refresh();
                assertThat(threads("mlops-shadow")).anyMatch(thread -> !before.contains(thread));

                Rollouts.of(registry).stop("rides");
                predictor.refresh();
                Await.until(() -> before.containsAll(threads("mlops-shadow")));

                Rollouts.of(registry).start("rides", Rollout.all("champion").shadow("2"));
                predictor.refresh();
                assertThat(predictor.predict(RIDE)).isEqualTo(slow.predict(RIDE));
                assertThat(threads("mlops-shadow")).anyMatch(thread -> !before.contains(thread));
            }
            Await.until(() -> before.containsAll(threads("mlops-shadow")));
        }
    }
}
