package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mlops.StepFailedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LastlyTest {
    private final Pipeline.Builder p = Pipeline.named("tidy");
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void finally_steps_run_one_by_one_after_all_others_and_see_the_outcome() {
        Step<String> folder = p.step("folder", () -> "tmp");
        p.lastly("first", folder, (outcome, path) -> log.add("first " + outcome.state() + " " + path));
        p.lastly("second", outcome -> log.add("second " + outcome.step("first").state()));
        Step<Integer> work = p.step("work", folder, path -> {
            log.add("work");
            return 1;
        });
        assertThat(p.build(work).run(Args.none()).result()).isEqualTo(1);
        assertThat(log).containsExactly("work", "first SUCCEEDED tmp", "second SUCCEEDED");
    }

    @Test
    void finally_steps_run_after_a_failure_without_the_output_that_is_missing() {
        Step<String> bad = p.step("bad", () -> {
            throw new IOException("down");
        });
        p.lastly(
                "last",
                bad,
                (outcome, path) ->
                        log.add(outcome.failure().orElseThrow().step() + " " + outcome.state() + " " + path));
        Pipeline<String> pipeline = p.build(bad);
        assertThatThrownBy(() -> pipeline.run(Args.none())).isInstanceOf(StepFailedException.class);
        assertThat(log).containsExactly("bad FAILED null");
    }

    @Test
    void a_finally_step_that_fails_fails_the_run_and_the_next_one_still_runs() {
        p.lastly("broken", outcome -> {
                    log.add("try");
                    throw new IOException("down");
                })
                .retry(2, Backoff.none());
        p.lastly("next", outcome -> log.add("next " + outcome.state()));
        Pipeline<Integer> pipeline = p.build(p.step("work", () -> 1));
        assertThatThrownBy(() -> pipeline.run(Args.none()))
                .hasMessage("step 'broken' failed: java.io.IOException: down (attempt 2 of 2)");
        assertThat(log).containsExactly("try", "try", "next FAILED");
    }

    @Test
    void the_first_failure_is_the_run_s_and_later_ones_are_suppressed_in_it() {
        Step<Integer> bad = p.step("bad", () -> {
            throw new IOException("first");
        });
        p.lastly("broken", outcome -> {
            throw new IOException("second");
        });
        Pipeline<Integer> pipeline = p.build(bad);
        StepFailedException e = catchThrowableOfType(StepFailedException.class, () -> pipeline.run(Args.none()));
        assertThat(e.step()).isEqualTo("bad");
        assertThat(e.getSuppressed()).singleElement().asString().contains("step 'broken' failed");
    }
}
