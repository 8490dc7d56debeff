package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CachedTest {
    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Model slow = Rides.model(3);
    private final Model quick = Rides.model(1);

    @AfterEach
    void close() {
        workspace.close();
    }

    private Predictor<Map<String, ?>> cached() {
        registry.alias(registry.register("rides", slow), "champion");
        return Predictor.builder(registry, "rides")
                .refresh(Duration.ofDays(1))
                .cache(100)
                .build();
    }

    @Test
    void equal_rows_are_answered_once_by_a_version_and_have_ids_of_their_own() {
        try (Predictor<Map<String, ?>> predictor = cached()) {
            Prediction first = predictor.answer(Map.of("from", 3, "miles", 5));
            Prediction second = predictor.answer(new HashMap<>(Map.of("from", 3, "miles", 5)));

            assertThat(second.value()).isEqualTo(first.value());
            assertThat(second.id()).isNotEqualTo(first.id());
            CacheHealth health = predictor.cache().orElseThrow();
            assertThat(health.hits()).isOne();
            assertThat(health.misses()).isOne();
            assertThat(health.hitRate()).isEqualTo(0.5);
        }
    }

    @Test
    void a_new_version_never_answers_from_the_old_ones_answers() {
        try (Predictor<Map<String, ?>> predictor = cached()) {
            Map<String, Integer> row = Map.of("from", 3, "miles", 5);
            assertThat(predictor.predict(row)).isEqualTo(slow.predict(row));
            registry.alias(registry.register("rides", quick), "champion");
            predictor.refresh();

            assertThat(predictor.predict(row)).isEqualTo(quick.predict(row));
            assertThat(predictor.answer(row).version()).isEqualTo(2);
        }
    }

    @Test
    void a_row_that_the_caller_changes_afterwards_is_another_row() {
        try (Predictor<Map<String, ?>> predictor = cached()) {
            Map<String, Integer> row = new HashMap<>(Map.of("from", 3, "miles", 5));
            double before = predictor.predict(row);
            row.put("miles", 9);

            assertThat(predictor.predict(row)).isEqualTo(slow.predict(row)).isNotEqualTo(before);
        }
    }

    @Test
    void errors_are_not_kept() {
        try (Predictor<Map<String, ?>> predictor = cached()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> predictor.predict(Map.of("from", 3)))
                        .isInstanceOf(InvalidException.class)
                        .hasMessageContaining("miles");
            }
            assertThat(predictor.cache().orElseThrow().entries()).isZero();
        }
    }
}
