package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StepFailedException;
import dev.mlops.storage.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedStepTest {
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final Path cache;
    private Path data;

    CachedStepTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        data = Files.writeString(folder.resolve("data.txt"), "1 2 3");
        cache = folder.resolve("cache");
    }

    private Pipeline<Integer> counting(String version, String stepName) {
        Pipeline.Builder p = Pipeline.named("counting");
        Param<Path> file = p.param("data", Path.class);
        Param<Integer> factor = p.param("factor", Integer.class, 1);
        Step<List<Integer>> numbers = p.step("read", file, path -> {
                    calls.add("read");
                    return Stream.of(Files.readString(path).split(" "))
                            .map(Integer::valueOf)
                            .toList();
                })
                .cached(Codec.jsonList(Integer.class));
        Step<Integer> sum = p.step(stepName, numbers, factor, (list, f) -> {
                    calls.add("sum");
                    return f * list.stream().mapToInt(n -> n).sum();
                })
                .cached(Codec.json(Integer.class))
                .version(version);
        return p.build(sum);
    }

    private PipelineRun<Integer> run(Pipeline<Integer> pipeline, int factor) {
        calls.clear();
        return Runner.builder().cache(cache).build().run(pipeline, Args.of(Map.of("data", data, "factor", factor)));
    }

    @Test
    void a_second_run_reads_what_the_first_one_left() {
        PipelineRun<Integer> first = run(counting("1", "sum"), 1);
        assertThat(calls).containsExactly("read", "sum");
        PipelineRun<Integer> second = run(counting("1", "sum"), 1);
        assertThat(calls).isEmpty();
        assertThat(second.result()).isEqualTo(6);
        assertThat(second.step("sum").state()).isEqualTo(StepState.FROM_CACHE);
        assertThat(second.step("sum").attempts()).isZero();
        assertThat(second.step("sum").contentHash()).get().asString().startsWith("sha256:");
        assertThat(second.steps())
                .extracting(StepRun::contentHash)
                .isEqualTo(first.steps().stream().map(StepRun::contentHash).toList());
    }

    @Test
    void a_step_runs_again_when_its_version_name_parameter_or_input_changes() throws IOException {
        run(counting("1", "sum"), 1);
        run(counting("2", "sum"), 1);
        assertThat(calls).containsExactly("sum");
        run(counting("1", "total"), 1);
        assertThat(calls).containsExactly("sum");
        assertThat(run(counting("1", "sum"), 2).result()).isEqualTo(12);
        assertThat(calls).containsExactly("sum");

        Files.writeString(data, "3 2 2");
        assertThat(run(counting("1", "sum"), 1).result()).isEqualTo(7);
        assertThat(calls).containsExactly("read", "sum");
    }

    @Test
    void a_file_counts_by_its_content_not_by_its_name() throws IOException {
        run(counting("1", "sum"), 1);
        data = Files.move(data, folder.resolve("moved.txt"));
        run(counting("1", "sum"), 1);
        assertThat(calls).isEmpty();
    }

    @Test
    void a_step_whose_input_came_out_the_same_is_not_run() throws IOException {
        run(counting("1", "sum"), 1);
        Files.writeString(data, "01 02 03");
        run(counting("1", "sum"), 1);
        assertThat(calls).containsExactly("read");
    }

    @Test
    void a_damaged_entry_counts_as_absent_and_is_replaced() throws IOException {
        run(counting("1", "sum"), 1);
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(file, "damaged");
            }
        }
        assertThat(run(counting("1", "sum"), 1).result()).isEqualTo(6);
        assertThat(calls).containsExactly("read", "sum");
        run(counting("1", "sum"), 1);
        assertThat(calls).isEmpty();
    }

    @Test
    void without_a_cache_every_step_runs() {
        for (int i = 0; i < 2; i++) {
            calls.clear();
            PipelineRun<Integer> run = counting("1", "sum").run(Args.of(Map.of("data", data)));
            assertThat(calls).containsExactly("read", "sum");
            assertThat(run.step("sum").contentHash()).isEmpty();
        }
    }

    @Test
    void a_folder_that_cannot_be_written_costs_no_output() throws IOException {
        Files.writeString(cache, "a file where the folder should be");
        PipelineRun<Integer> run = run(counting("1", "sum"), 1);
        assertThat(run.result()).isEqualTo(6);
        assertThat(run.step("sum").contentHash()).isPresent();
    }

    /** A value without a content hash of its own. */
    private static final class Opaque {
        final String text;

        Opaque(String text) {
            this.text = text;
        }
    }

    private static final Codec<Opaque> OPAQUE = new Codec<>() {
        @Override
        public String format() {
            return "opaque/1";
        }

        @Override
        public void write(Opaque value, OutputStream out) throws IOException {
            Codec.text().write(value.text, out);
        }

        @Override
        public Opaque read(InputStream in) throws IOException {
            return new Opaque(Codec.text().read(in));
        }
    };

    @Test
    void an_input_that_cannot_be_hashed_is_named() {
        Pipeline.Builder p = Pipeline.named("opaque");
        Step<Opaque> opaque = p.step("fit", () -> new Opaque("a"));
        Pipeline<String> pipeline = p.build(p.step("train", opaque, o -> o.text).cached(Codec.text()));
        Runner runner = Runner.builder().cache(cache).build();
        assertThatThrownBy(() -> runner.run(pipeline, Args.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("step 'train' is cached, but its input 'fit' has no content hash")
                .hasMessageContaining("Opaque");
    }

    @Test
    void a_cached_input_counts_by_its_encoded_bytes_also_where_it_stands_in_for_another() {
        for (StepState expected : List.of(StepState.SUCCEEDED, StepState.FROM_CACHE)) {
            Pipeline.Builder p = Pipeline.named("opaque");
            Param<Boolean> tuned = p.param("tuned", Boolean.class, false);
            Step<Opaque> plain = p.step("plain", () -> new Opaque("a")).cached(OPAQUE);
            Step<Opaque> better = p.step("tune", () -> new Opaque("b"))
                    .cached(OPAQUE)
                    .when(tuned, "not asked for")
                    .orElse(plain);
            Pipeline<String> pipeline =
                    p.build(p.step("train", better, o -> o.text).cached(Codec.text()));
            PipelineRun<String> run = Runner.builder().cache(cache).build().run(pipeline, Args.none());
            assertThat(run.result()).isEqualTo("a");
            assertThat(run.step("train").state()).isEqualTo(expected);
            assertThat(run.step("tune").contentHash())
                    .isEqualTo(run.step("plain").contentHash());
        }
    }

    @Test
    void a_mapped_step_is_kept_as_a_whole() {
        for (StepState expected : List.of(StepState.SUCCEEDED, StepState.FROM_CACHE)) {
            Pipeline.Builder p = Pipeline.named("mapped");
            Step<List<Integer>> numbers = p.step("numbers", () -> List.of(1, 2, 3));
            Step<List<Integer>> more = p.map("more", numbers, 2, n -> n + 1).cached(Codec.jsonList(Integer.class));
            PipelineRun<List<Integer>> run =
                    Runner.builder().cache(cache).build().run(p.build(more), Args.none());
            assertThat(run.result()).containsExactly(2, 3, 4);
            assertThat(run.step("more").state()).isEqualTo(expected);
        }
    }

    @Test
    void a_codec_that_cannot_write_the_output_fails_the_step() {
        Pipeline.Builder p = Pipeline.named("unwritable");
        Pipeline<String> pipeline = p.build(p.step("text", () -> "\ud800").cached(Codec.text()));
        Runner runner = Runner.builder().cache(cache).build();
        assertThatThrownBy(() -> runner.run(pipeline, Args.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("step 'text' failed");
    }
}
