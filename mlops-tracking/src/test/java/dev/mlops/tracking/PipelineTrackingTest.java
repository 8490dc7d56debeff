package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.StepFailedException;
import dev.mlops.data.Dataset;
import dev.mlops.data.Split;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Param;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.PipelineExecution;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.Runner;
import dev.mlops.pipeline.Step;
import dev.mlops.storage.Codec;
import dev.mlops.storage.ContentHashed;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PipelineTrackingTest {
    private final Workspace workspace = Workspace.inMemory();
    private final Experiment experiment = Experiment.named("pipelines").in(workspace);

    record Trip(int zone, double minutes) {}

    record Weights(double mean) implements ContentHashed {
        @Override
        public String contentHash() {
            return "sha256:" + "ab".repeat(32);
        }
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static Dataset<Trip> trips(int rows) {
        return Dataset.of(
                "trips",
                Trip.class,
                IntStream.range(0, rows).mapToObj(i -> new Trip(i, i)).toList());
    }

    private static Pipeline<Double> pipeline() {
        Pipeline.Builder p = Pipeline.named("trip-duration");
        Param<Integer> rows = p.param("rows", Integer.class);
        Param<Double> alpha = p.param("alpha", Double.class, 0.01);
        Step<Dataset<Trip>> load = p.step("load", rows, PipelineTrackingTest::trips);
        Step<Weights> train = p.step("train", load, alpha, (data, a) -> new Weights(a * data.size()));
        Step<Double> evaluate = p.step("evaluate", train, Weights::mean);
        return p.build(evaluate);
    }

    @Test
    void aRunOfAPipelineIsRecorded() {
        PipelineRun<Double> done = experiment.run(pipeline(), Args.parse("--rows", "20"));
        assertThat(done.result()).isEqualTo(0.2);
        Run run = experiment.get(done.id());
        assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.name()).isEqualTo("trip-duration");
        assertThat(run.params()).containsEntry("rows", "20").containsEntry("alpha", "0.01");
        assertThat(run.metrics()).containsOnlyKeys("seconds/load", "seconds/train", "seconds/evaluate");
        DatasetInput data = run.datasets().get(0);
        assertThat(data.digest()).isEqualTo(trips(20).contentHash());
        assertThat(data.context()).isEqualTo("load");
        assertThat(run.tags())
                .containsEntry("mlops.pipeline", "trip-duration")
                .containsEntry("mlops.output.train", "sha256:" + "ab".repeat(32));
        assertThat(run.artifacts().read("pipeline.mmd", Codec.text())).contains("train");
        assertThat(run.artifacts().read("report.html", Codec.text()))
                .contains("<html")
                .contains("evaluate");
    }

    @Test
    void aStepThatFailsFailsTheRunAndIsNamed() {
        Pipeline.Builder p = Pipeline.named("broken");
        Step<Integer> first = p.step("first", () -> 1);
        Step<Integer> second = p.step("second", first, one -> {
            throw new IllegalStateException("no zone " + one);
        });
        Pipeline<Integer> broken = p.build(second);
        assertThatThrownBy(() -> experiment.run(broken, Args.none())).isInstanceOf(StepFailedException.class);
        Run run = experiment.runs().first();
        assertThat(run.status()).isEqualTo(RunStatus.FAILED);
        assertThat(run.tags()).containsEntry("mlops.failed_step", "second");
        assertThat(run.failure().orElseThrow()).contains("no zone 1");
        assertThat(run.artifacts().read("failure.txt", Codec.text())).contains("IllegalStateException");
        assertThat(run.metrics()).containsOnlyKeys("seconds/first", "seconds/second");
    }

    @Test
    void wrongArgumentsAreRefusedBeforeAnythingIsRecorded() {
        assertThatThrownBy(() -> experiment.run(pipeline(), Args.none())).isInstanceOf(InvalidException.class);
        assertThat(experiment.runs().list()).isEmpty();
    }

    @Test
    void aRunThatIsCancelledIsKilled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Pipeline.Builder p = Pipeline.named("endless");
        Step<Integer> wait = p.step("wait", () -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return 1;
        });
        Runner runner = Runner.builder().listener(experiment.tracker()).build();
        PipelineExecution<Integer> execution = runner.start(p.build(wait), Args.none());
        begun.await();
        execution.cancel();
        execution.await();
        Run run = experiment.get(execution.id());
        assertThat(run.status()).isEqualTo(RunStatus.KILLED);
        assertThat(run.tags().get("mlops.cancelled")).contains("cancelled");
        assertThat(run.artifacts().list()).isNotEmpty();
    }

    @Test
    void cachedStepsAreKeptInTheWorkspace() {
        AtomicInteger calls = new AtomicInteger();
        Pipeline.Builder p = Pipeline.named("cached");
        Step<String> slow =
                p.step("slow", () -> "output " + calls.incrementAndGet()).cached(Codec.text());
        Pipeline<String> cached = p.build(slow);
        PipelineRun<String> first = experiment.run(cached, Args.none());
        PipelineRun<String> second = experiment.run(cached, Args.none());
        assertThat(second.result()).isEqualTo("output 1");
        assertThat(experiment.get(first.id()).metrics()).containsKey("seconds/slow");
        assertThat(experiment.get(second.id()).metrics()).doesNotContainKey("seconds/slow");
        assertThat(experiment.get(second.id()).tags())
                .containsEntry(
                        "mlops.output.slow", first.step("slow").contentHash().orElseThrow());
    }

    @Test
    void bothSidesOfASplitAreRecorded() {
        Pipeline.Builder p = Pipeline.named("split");
        var split = p.step("split", () -> trips(40).split(Split.random(0.25, 7)));
        PipelineRun<?> done = experiment.run(p.build(split), Args.none());
        assertThat(experiment.get(done.id()).datasets())
                .extracting(DatasetInput::name)
                .containsExactly("trips/test", "trips/train");
    }

    @Test
    void dataThatMayBeThereIsRecordedWhereItIs() {
        Pipeline.Builder p = Pipeline.named("maybe");
        Step<Optional<Dataset<Trip>>> test = p.step("load-test", () -> Optional.of(trips(3)));
        p.step("load-more", () -> Optional.<Dataset<Trip>>empty());
        PipelineRun<?> done = experiment.run(p.build(test), Args.none());
        assertThat(experiment.get(done.id()).datasets())
                .extracting(DatasetInput::context)
                .containsExactly("load-test");
    }

    @Test
    void aRunKnowsThePipelineThatItIsARunOf() {
        PipelineRun<Double> done = experiment.run(pipeline(), Args.parse("--rows", "2"));
        experiment.start("plain").close();
        assertThat(experiment.get(done.id()).pipeline()).contains("trip-duration");
        assertThat(experiment.runs().where("name = 'plain'").first().pipeline()).isEmpty();
    }

    @Test
    void whatARunRecordsOfItsSurroundingsIsWhatTheyAre() {
        Tracking.of(workspace).environment().join();
        PipelineRun<Double> done = experiment.run(pipeline(), Args.parse("--rows", "2"));
        Environment present = Environment.look();
        Run run = experiment.get(done.id());
        assertThat(present.tags()).containsKeys("mlops.os", "mlops.java", "mlops.version", "mlops.tribuo");
        assertThat(run.tags()).containsAllEntriesOf(present.tags());
        assertThat(run.commit()).isEqualTo(present.commit());
    }

    @Test
    void oneFactTooLongDoesntCostTheOthers() {
        Pipeline.Builder p = Pipeline.named("long");
        Param<String> text = p.param("text", String.class);
        Param<Integer> whole = p.param("whole", Integer.class, 3);
        Step<Integer> sum = p.step("sum", text, whole, (t, w) -> t.length() + w);
        PipelineRun<Integer> done = experiment.run(p.build(sum), Args.of(java.util.Map.of("text", "x".repeat(7_000))));
        assertThat(experiment.get(done.id()).params()).isEqualTo(java.util.Map.of("whole", "3"));
    }

    @Test
    void oneTrackerRecordsRunsThatOverlap() {
        Runner runner = Runner.builder().listener(experiment.tracker()).build();
        Pipeline<Double> pipeline = pipeline();
        List<PipelineExecution<Double>> all = IntStream.range(1, 9)
                .mapToObj(i -> runner.start(pipeline, Args.parse("--rows", Integer.toString(i))))
                .toList();
        all.forEach(execution -> execution.finished().toCompletableFuture().join());
        assertThat(experiment.runs().list()).hasSize(8).allSatisfy(run -> assertThat(
                        run.datasets().get(0).rows())
                .isEqualTo(Long.parseLong(run.param("rows"))));
    }
}
