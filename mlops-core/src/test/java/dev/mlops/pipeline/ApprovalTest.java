package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.pipeline.Approver.ApprovalRequest;
import dev.mlops.pipeline.Approver.Decision;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ApprovalTest {
    private final Pipeline.Builder p = Pipeline.named("release");
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicReference<ApprovalRequest> asked = new AtomicReference<>();
    private final CompletableFuture<Decision> answer = new CompletableFuture<>();
    private final ManualTimer timer = new ManualTimer();
    private final Pipeline<Integer> pipeline = pipeline();

    private Pipeline<Integer> pipeline() {
        Step<Double> rmse = p.step("rmse", () -> 5.5);
        Step<Double> gate = p.approval("promote", rmse, "promote it?").timeout(Duration.ofHours(24));
        return p.build(p.step("deploy", gate, value -> calls.incrementAndGet()));
    }

    private CompletionStage<Decision> ask(ApprovalRequest request) {
        asked.set(request);
        return answer;
    }

    private PipelineExecution<Integer> start() {
        return Runner.builder()
                .executor(Runnable::run)
                .timer(timer)
                .approver(this::ask)
                .build()
                .start(pipeline, Args.none());
    }

    @Test
    void the_run_goes_on_when_the_host_approves() throws Exception {
        PipelineExecution<Integer> execution = start();
        assertThat(asked.get())
                .isEqualTo(new ApprovalRequest(execution.id(), "release", "promote", "promote it?", 5.5));
        assertThat(calls).hasValue(0);
        answer.complete(Decision.approve("Ann", "better than before"));
        assertThat(execution.await().result()).isEqualTo(1);
        assertThat(timer.alarms()).isZero();
    }

    @Test
    void a_rejection_ends_the_run_as_such_and_says_who_and_why() throws Exception {
        PipelineExecution<Integer> execution = start();
        answer.complete(Decision.reject("Bob", "not on a Friday"));
        PipelineRun<Integer> run = execution.await();
        assertThat(run.state()).isEqualTo(RunState.REJECTED);
        assertThat(run.reason()).contains("step 'promote' was rejected by Bob: not on a Friday");
        assertThat(run.step("promote").state()).isEqualTo(StepState.REJECTED);
        assertThat(run.step("promote").reason()).contains("rejected by Bob: not on a Friday");
        assertThat(run.step("deploy").state()).isEqualTo(StepState.SKIPPED);
        assertThat(run.step("deploy").reason()).contains("step 'promote' was rejected by Bob: not on a Friday");
        assertThatThrownBy(run::result)
                .isInstanceOf(ConflictException.class)
                .hasMessageEndingWith("step 'promote' was rejected by Bob: not on a Friday");
        assertThat(calls).hasValue(0);
    }

    @Test
    void without_an_approver_nothing_runs() {
        assertThatThrownBy(() -> pipeline.run(Args.none()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("pipeline 'release' needs an approver for step 'promote', but its runner has none");
    }

    @Test
    void no_answer_in_time_fails_the_step_and_tells_the_approver() throws Exception {
        PipelineExecution<Integer> execution = start();
        timer.advance(Duration.ofHours(24));
        assertThatThrownBy(execution.await()::result)
                .hasMessageContaining("step 'promote' took longer than PT24H to be answered");
        assertThat(answer).isCancelled();
    }

    @Test
    void a_cancellation_does_not_wait_for_the_answer() throws Exception {
        PipelineExecution<Integer> execution = start();
        execution.cancel();
        assertThat(execution.await().step("promote").state()).isEqualTo(StepState.CANCELLED);
        assertThat(answer).isCancelled();
        assertThat(timer.alarms()).isZero();
    }

    @Test
    void an_approver_that_fails_fails_the_step() throws Exception {
        PipelineExecution<Integer> execution = start();
        answer.completeExceptionally(new IllegalStateException("mail is down"));
        assertThatThrownBy(execution.await()::result)
                .hasMessage("step 'promote' failed: java.lang.IllegalStateException: mail is down");
    }

    @Test
    void an_approver_that_throws_fails_the_step() {
        Runner runner = Runner.builder()
                .approver(request -> {
                    throw new IllegalStateException("mail is down");
                })
                .build();
        assertThatThrownBy(() -> runner.run(pipeline, Args.none())).hasMessageContaining("mail is down");
    }
}
