package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StepFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PipelineTest {

    record Trip(int zone, double minutes) {}

    static List<Trip> read(Path file) throws IOException {
        if (!file.toString().endsWith(".parquet")) {
            throw new IOException("no such file");
        }
        return List.of(new Trip(1, 4), new Trip(2, 8));
    }

    static double mean(List<Trip> trips, double scale) {
        return scale * trips.stream().mapToDouble(Trip::minutes).average().orElse(0);
    }

    static String report(double train, double val, String name) {
        return name + " " + train + " " + val;
    }

    @Test
    void the_page_of_the_design_compiles_with_method_references_and_runs() {
        Pipeline.Builder p = Pipeline.named("trip-duration");
        Param<Path> trainData = p.param("train_data", Path.class);
        Param<Path> valData = p.param("val_data", Path.class);
        Param<Double> scale = p.param("scale", Double.class, 0.5);
        Param<String> name = p.param("name", String.class, "run");
        Step<List<Trip>> train = p.step("load-train", trainData, PipelineTest::read);
        Step<List<Trip>> val = p.step("load-val", valData, PipelineTest::read);
        Step<Double> a = p.step("mean-train", train, scale, PipelineTest::mean);
        Step<Double> b = p.step("mean-val", val, scale, PipelineTest::mean);
        Step<String> report = p.step("report", a, b, name, PipelineTest::report);
        Pipeline<String> pipeline = p.build(report);

        PipelineRun<String> run =
                pipeline.run(Args.parse("--train_data", "jan.parquet", "--val_data", "feb.parquet", "--scale=2"));

        assertThat(run.result()).isEqualTo("run 12.0 12.0");
        assertThat(run.findResult()).contains("run 12.0 12.0");
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.id()).matches("[0-9a-f]{32}");
        assertThat(run.parameters())
                .isEqualTo(
                        Map.of("train_data", "jan.parquet", "val_data", "feb.parquet", "scale", "2.0", "name", "run"));
        assertThat(run.steps()).extracting(StepRun::name).isEqualTo(pipeline.steps());
        assertThat(run.steps()).allSatisfy(step -> {
            assertThat(step.state()).isEqualTo(StepState.SUCCEEDED);
            assertThat(step.attempts()).isEqualTo(1);
            assertThat(step.runId()).isEqualTo(run.id());
        });
        assertThat(run.step("report").inputs()).containsExactly("mean-train", "mean-val", "name");
        assertThatThrownBy(() -> run.step("nope"))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("pipeline 'trip-duration' has no step 'nope'");
    }

    @Test
    void a_step_takes_up_to_six_inputs() {
        Pipeline.Builder p = Pipeline.named("six");
        Step<Integer> one = p.step("one", () -> 1);
        Step<Integer> four = p.step("four", one, one, one, one, (a, b, c, d) -> a + b + c + d);
        Step<Integer> nine = p.step("nine", one, one, one, one, four, (a, b, c, d, e) -> a + b + c + d + e + 1);
        Step<String> six =
                p.step("six", one, four, nine, one, four, nine, (a, b, c, d, e, f) -> "" + a + b + c + d + e + f);
        assertThat(p.build(six).run(Args.none()).result()).isEqualTo("149149");
    }

    @Test
    void a_step_may_take_a_supertype_of_what_another_gives() {
        Pipeline.Builder p = Pipeline.named("variance");
        Step<ArrayList<Integer>> list = p.step("list", () -> new ArrayList<>(List.of(1, 2)));
        StepBody.Of1<List<? extends Number>, Integer> size = List::size;
        assertThat(p.build(p.step("size", list, size)).run(Args.none()).result())
                .isEqualTo(2);
    }

    @Test
    void wrong_arguments_are_reported_all_at_once_before_anything_runs() {
        AtomicInteger calls = new AtomicInteger();
        Pipeline.Builder p = Pipeline.named("strict");
        Param<Path> data = p.param("data", Path.class);
        Param<Integer> rounds = p.param("rounds", Integer.class, 1);
        Step<Integer> step = p.step("count", data, rounds, (d, r) -> calls.incrementAndGet());
        Pipeline<Integer> pipeline = p.build(step);

        assertThatThrownBy(() -> pipeline.run(Args.parse("--rounds", "many", "--speed", "3")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("'data' is missing")
                .hasMessageContaining("'rounds'")
                .hasMessageContaining("'speed'");
        assertThat(calls).hasValue(0);
    }

    @Test
    void start_end_and_duration_come_from_the_clock_and_the_ticker() {
        AtomicLong nanos = new AtomicLong();
        InstantSource clock = () -> Instant.EPOCH.plusNanos(nanos.get());
        Pipeline.Builder p = Pipeline.named("timed");
        Step<Long> first = p.step("first", () -> nanos.addAndGet(1_000));
        Step<Long> second = p.step("second", first, a -> nanos.addAndGet(500));
        PipelineRun<Long> run = Runner.builder()
                .executor(Runnable::run)
                .clock(clock)
                .ticker(nanos::get)
                .build()
                .run(p.build(second), Args.none());

        assertThat(run.start()).isEqualTo(Instant.EPOCH);
        assertThat(run.end()).contains(Instant.EPOCH.plusNanos(1_500));
        assertThat(run.duration()).isEqualTo(Duration.ofNanos(1_500));
        assertThat(run.step("second").start()).contains(Instant.EPOCH.plusNanos(1_000));
        assertThat(run.step("second").end()).contains(Instant.EPOCH.plusNanos(1_500));
        assertThat(run.step("second").duration()).isEqualTo(Duration.ofNanos(500));
    }

    @Nested
    class Failure {
        private final Pipeline.Builder p = Pipeline.named("failing");
        private final Step<Integer> good = p.step("good", () -> 1);
        private final Step<Integer> bad = p.step("bad", good, PipelineTest::explode);
        private final Step<Integer> next = p.step("next", bad, a -> a + 1);
        private final Pipeline<Integer> pipeline = p.build(next);

        @Test
        void run_throws_what_names_the_step_and_the_cause() {
            StepFailedException e = catchThrowableOfType(StepFailedException.class, () -> pipeline.run(Args.none()));
            assertThat(e)
                    .hasMessage("step 'bad' failed: java.io.IOException: disk on fire")
                    .hasCauseInstanceOf(IOException.class);
            assertThat(e.step()).isEqualTo("bad");
        }

        @Test
        void the_execution_gives_the_whole_run() throws Exception {
            PipelineRun<Integer> run =
                    Runner.builder().build().start(pipeline, Args.none()).await();
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            assertThat(run.failure())
                    .get()
                    .extracting(StepFailedException::step)
                    .isEqualTo("bad");
            assertThat(run.findResult()).isEmpty();
            assertThatThrownBy(run::result).isInstanceOf(StepFailedException.class);
            assertThat(run.step("good").state()).isEqualTo(StepState.SUCCEEDED);
            assertThat(run.step("bad").state()).isEqualTo(StepState.FAILED);
            assertThat(run.step("bad").failure()).get().isInstanceOf(IOException.class);
            assertThat(run.step("next").state()).isEqualTo(StepState.SKIPPED);
            assertThat(run.step("next").reason()).contains("step 'bad' failed");
            assertThat(run.step("next").start()).isEmpty();
        }
    }

    @Test
    void an_error_or_a_null_fails_the_step_too() {
        assertThat(failure(() -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(failure(() -> null)).hasMessage("body returned null, expected a value");
    }

    private static @Nullable Throwable failure(Callable<Object> body) {
        Pipeline.Builder p = Pipeline.named("failing");
        Pipeline<Object> pipeline = p.build(p.step("bad", body::call));
        return catchThrowableOfType(StepFailedException.class, () -> pipeline.run(Args.none()))
                .getCause();
    }

    private static int explode(int a) throws IOException {
        throw new IOException("disk on fire");
    }
}
