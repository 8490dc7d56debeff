package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private final Pipeline.Builder p = Pipeline.named("conditions");
    private final Param<Boolean> deep = p.param("deep", Boolean.class, false);
    private final Step<Integer> rows = p.step("rows", () -> 5);

    @Test
    void a_step_whose_condition_does_not_hold_is_skipped_and_so_are_those_that_take_its_output() {
        Step<Integer> tune = p.step("tune", rows, n -> n * 2).when(deep, "not asked for");
        Step<Integer> train = p.step("train", tune, n -> n + 1);
        Step<Integer> result = p.step("result", train, n -> n);
        PipelineRun<Integer> run = p.build(result).run(Args.none());

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.step("tune").state()).isEqualTo(StepState.SKIPPED);
        assertThat(run.step("tune").reason()).contains("not asked for");
        assertThat(run.step("tune").attempts()).isZero();
        assertThat(run.step("train").reason()).contains("step 'tune' was skipped: not asked for");
        assertThat(run.step("result").reason()).contains("step 'tune' was skipped: not asked for");
        assertThat(run.findResult()).isEmpty();
        assertThatThrownBy(run::result)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pipeline 'conditions' has no result: step 'result' was skipped: "
                        + "step 'tune' was skipped: not asked for");
    }

    @Test
    void a_step_whose_conditions_hold_runs() {
        Step<Integer> tune =
                p.step("tune", rows, n -> n * 2).when(deep, "not asked for").when(rows, n -> n > 3, "too few rows");
        Pipeline<Integer> pipeline = p.build(tune);
        assertThat(pipeline.run(Args.of(Map.of("deep", true))).result()).isEqualTo(10);
    }

    @Test
    void the_first_condition_that_does_not_hold_gives_the_reason() {
        Step<Integer> tune =
                p.step("tune", () -> 1).when(rows, n -> n > 9, "too few rows").when(deep, "not asked for");
        assertThat(p.build(tune).run(Args.none()).step("tune").reason()).contains("too few rows");
    }

    @Test
    void a_value_may_stand_in_for_a_skipped_output() {
        Step<Integer> tune =
                p.step("tune", rows, n -> n * 2).when(deep, "not asked for").orElse(7);
        PipelineRun<Integer> run = p.build(p.step("train", tune, n -> n + 1)).run(Args.none());
        assertThat(run.result()).isEqualTo(8);
        assertThat(run.step("tune").state()).isEqualTo(StepState.SKIPPED);
    }

    @Test
    void another_output_may_stand_in_for_a_skipped_result() {
        Step<Integer> cheap = p.step("cheap", () -> 70);
        Step<Integer> tune =
                p.step("tune", rows, n -> n * 2).when(deep, "not asked for").orElse(cheap);
        assertThat(p.build(tune).run(Args.none()).result()).isEqualTo(70);
    }

    @Test
    void a_stand_in_also_serves_a_step_that_is_skipped_for_its_input() {
        Step<Integer> tune = p.step("tune", rows, n -> n * 2).when(deep, "not asked for");
        Step<Integer> train = p.step("train", tune, n -> n + 1).orElse(0);
        assertThat(p.build(p.step("result", train, n -> n + 1)).run(Args.none()).result())
                .isEqualTo(1);
    }

    @Test
    void what_only_comes_after_a_skipped_step_runs() {
        Step<Integer> tune = p.step("tune", rows, n -> n * 2).when(deep, "not asked for");
        assertThat(p.build(p.step("other", () -> 3).after(tune))
                        .run(Args.none())
                        .result())
                .isEqualTo(3);
    }

    @Test
    void a_condition_that_throws_fails_its_step() {
        Step<Integer> tune = p.step("tune", () -> 1).when(rows, n -> 1 / (n - 5) > 0, "too few rows");
        Pipeline<Integer> pipeline = p.build(tune);
        assertThatThrownBy(() -> pipeline.run(Args.none()))
                .hasMessage("step 'tune' failed: java.lang.ArithmeticException: / by zero");
    }
}
