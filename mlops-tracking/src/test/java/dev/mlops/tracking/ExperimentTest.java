package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.RunStatus;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ExperimentTest {
    private final Workspace workspace = Workspace.inMemory();
    private final Experiment experiment = Experiment.named("trips").in(workspace);

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void anExperimentOfTheSameNameIsTheSame() {
        assertThat(Experiment.named("trips").in(workspace).id()).isEqualTo(experiment.id());
        assertThat(Experiment.named("Trips").in(workspace).id()).isNotEqualTo(experiment.id());
    }

    @Test
    void ofThreadsThatMakeOneAtOnceAllGetTheSame() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<String>> calls = IntStream.range(0, 32)
                    .<Callable<String>>mapToObj(
                            i -> () -> Experiment.named("race").in(workspace).id())
                    .toList();
            Set<String> ids =
                    threads.invokeAll(calls).stream().map(ExperimentTest::get).collect(Collectors.toSet());
            assertThat(ids).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String get(Future<String> future) {
        try {
            return future.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tagsAreSetWhenItIsMadeAndWhenItIsFound() {
        Experiment made = Experiment.named("tagged").tag("team", "eta").in(workspace);
        Experiment found = Experiment.named("tagged").tag("stage", "test").in(workspace);
        assertThat(made.tags()).containsOnly(java.util.Map.entry("team", "eta"));
        assertThat(found.tags()).containsEntry("team", "eta").containsEntry("stage", "test");
        assertThat(found.untag("team").tags()).containsOnlyKeys("stage");
    }

    @Test
    void deletingFreesTheNameAndRestoringTellsOfAClash() {
        experiment.delete();
        Experiment successor = Experiment.named("trips").in(workspace);
        assertThat(successor.id()).isNotEqualTo(experiment.id());
        assertThatThrownBy(experiment::restore)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(experiment.id())
                .hasMessageContaining(successor.id());
        successor.rename("later");
        assertThat(experiment.restore().isDeleted()).isFalse();
    }

    @Test
    void aRunCantStartInOneThatIsSetAside() {
        experiment.delete();
        assertThatThrownBy(() -> experiment.start("late")).isInstanceOf(ConflictException.class);
        assertThat(experiment.runs().list()).isEmpty();
    }

    @Test
    void aNameThatBreaksTheRuleIsRefused() {
        assertThatThrownBy(() -> Experiment.named(" ").in(workspace)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> experiment.start("two\nlines")).isInstanceOf(InvalidException.class);
    }

    @Test
    void experimentsAreFoundByTheGrammar() {
        Experiment.named("fares").tag("team", "money").in(workspace);
        assertThat(Experiment.search(workspace)
                        .where("tags.team = 'money'")
                        .first()
                        .name())
                .isEqualTo("fares");
        assertThat(Experiment.search(workspace).orderBy("name desc").list())
                .extracting(Experiment::name)
                .containsExactly("trips", "fares");
        experiment.delete();
        assertThat(Experiment.search(workspace).deleted().list())
                .extracting(Experiment::id)
                .containsExactly(experiment.id());
    }

    @Test
    void aBodyThatReturnsFinishesItsRun() {
        experiment.run("good", run -> run.param("alpha", 0.01).metric("rmse", 7));
        Run run = experiment.runs().first();
        assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.metric("rmse")).isEqualTo(7);
        assertThat(run.param("alpha")).isEqualTo("0.01");
    }

    @Test
    void aBodyThatThrowsFailsItsRunAndTheExceptionGoesOnUp() {
        IOException thrown = new IOException("no such month");
        assertThatThrownBy(() -> experiment.run("bad", run -> {
                    run.metric("rmse", 9);
                    throw thrown;
                }))
                .isSameAs(thrown);
        Run run = experiment.runs().first();
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.failure()).contains("java.io.IOException: no such month");
        assertThat(run.metric("rmse")).isEqualTo(9);
        assertThat(run.artifacts().read("failure.txt", dev.mlops.storage.Codec.text()))
                .contains("no such month")
                .contains("ExperimentTest");
    }

    @Test
    void aBodyThatIsCancelledLeavesItsRunKilled() {
        assertThatThrownBy(() -> experiment.run("stopped", run -> {
                    throw new CancellationException("enough");
                }))
                .isInstanceOf(CancellationException.class);
        Run run = experiment.runs().first();
        assertThat(run.status()).isEqualTo(RunStatus.KILLED);
        assertThat(run.tags().get("mlops.cancelled")).contains("enough");
        assertThat(run.failure()).isEmpty();
    }

    @Test
    void aRunOfAnotherExperimentIsntFoundHere() {
        String id;
        try (ActiveRun run = Experiment.named("other").in(workspace).start("there")) {
            id = run.id();
        }
        assertThatThrownBy(() -> experiment.get(id))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(id);
        assertThatThrownBy(() -> experiment.resume(id)).isInstanceOf(NotFoundException.class);
        assertThat(RunSearch.in(workspace).list()).extracting(Run::id).containsExactly(id);
    }

    @Test
    void everythingOfAClosedWorkspaceSaysSo() {
        Workspace closed = Workspace.inMemory();
        Experiment experiment = Experiment.named("trips").in(closed);
        experiment.run("run", run -> {});
        Run run = experiment.runs().first();
        RunSearch search = RunSearch.in(closed);
        closed.close();
        Pipeline.Builder steps = Pipeline.named("pipeline");
        Pipeline<Integer> pipeline = steps.build(steps.step("one", () -> 1));
        List<ThrowingCallable> all = List.of(
                () -> Experiment.named("trips").in(closed),
                () -> RunSearch.in(closed),
                () -> Experiment.search(closed),
                () -> experiment.start("run"),
                () -> experiment.run("run", active -> {}),
                () -> experiment.run(pipeline, Args.none()),
                () -> experiment.resume(run.id()),
                () -> experiment.get(run.id()),
                () -> experiment.compare(),
                () -> experiment.delete(),
                () -> search.list(),
                () -> search.find(),
                () -> search.page(null),
                () -> run.tag("t", "v"),
                () -> run.artifacts(),
                () -> run.history("rmse"));
        assertThat(all).allSatisfy(call -> assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("workspace in memory is closed, expected an open one"));
    }

    @Test
    void anExperimentIsFoundWithoutBeingMade() {
        assertThat(Experiment.find(workspace, "trips").map(Experiment::id)).contains(experiment.id());
        assertThat(Experiment.find(workspace, "fares")).isEmpty();
        assertThat(Experiment.search(workspace).list()).hasSize(1);
        experiment.delete();
        assertThat(Experiment.find(workspace, "trips")).isEmpty();
        assertThat(Experiment.byId(workspace, experiment.id()).isDeleted()).isTrue();
        assertThatThrownBy(() -> Experiment.byId(workspace, "0".repeat(32)))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("experiment '" + "0".repeat(32) + "' doesn't exist");
    }
}
