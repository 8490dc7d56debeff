package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StepFailedException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.Storage;
import dev.mlops.storage.spi.ArtifactStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutputCheckTest {
    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicInteger trainings = new AtomicInteger();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    private Pipeline<String> pipeline() {
        Pipeline.Builder p = Pipeline.named("trips");
        Step<String> load = p.step("load", () -> "trips " + loads.incrementAndGet())
                .retry(3, Backoff.fixed(Duration.ZERO))
                .cached(Codec.text());
        Step<String> train = p.step("train", load, trips -> "model " + trainings.incrementAndGet() + " of " + trips);
        p.lastly("clean", outcome -> seen.add("cleaned"));
        return p.build(train);
    }

    @Test
    void sees_what_each_step_gave_in_order_and_changes_nothing() {
        Runner runner = Runner.builder()
                .check((step, output) -> seen.add(step + ": " + output))
                .build();
        assertThat(runner.run(pipeline(), Args.none()).result()).isEqualTo("model 1 of trips 1");
        assertThat(seen).containsExactly("load: trips 1", "train: model 1 of trips 1", "cleaned");
    }

    @Test
    void one_that_fails_fails_the_step_at_once_and_no_step_gets_the_output() {
        Runner runner = Runner.builder().check(OutputCheckTest::refuse).build();
        assertThatThrownBy(() -> runner.run(pipeline(), Args.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("step 'load' failed")
                .hasMessageContaining("these are last year's")
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(loads).hasValue(1);
        assertThat(trainings).hasValue(0);
        assertThat(seen).containsExactly("cleaned");
    }

    @Test
    void what_it_refused_is_not_kept_and_what_was_kept_is_checked_too() {
        ArtifactStore cache = Storage.inMemory().artifacts();
        Runner strict =
                Runner.builder().cache(cache).check(OutputCheckTest::refuse).build();
        Runner lenient = Runner.builder().cache(cache).build();
        assertThatThrownBy(() -> strict.run(pipeline(), Args.none())).isInstanceOf(StepFailedException.class);
        assertThat(lenient.run(pipeline(), Args.none()).result()).isEqualTo("model 1 of trips 2");
        assertThatThrownBy(() -> strict.run(pipeline(), Args.none())).isInstanceOf(StepFailedException.class);
        assertThat(loads).hasValue(2);
        assertThat(trainings).hasValue(1);
    }

    @Test
    void names_of_parameters_are_known() {
        Pipeline.Builder p = Pipeline.named("trips");
        Param<Integer> zone = p.param("zone", Integer.class);
        p.optionalParam("alpha", Double.class);
        assertThat(p.build(p.step("load", zone, z -> z)).parameters()).containsExactly("zone", "alpha");
    }

    private static void refuse(String step, Object output) {
        if (step.equals("load")) {
            throw new IllegalStateException("these are last year's");
        }
    }
}
