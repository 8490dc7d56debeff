package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.Codec;
import dev.mlops.testing.JavaProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills real processes at chosen moments, and starts them again. */
class ResumeTest {
    private final Path folder;

    ResumeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest(name = "killed at {0}, only {1} run again")
    @CsvSource({
        "body load, load split train evaluate",
        "write load, load split train evaluate",
        "finished load, split train evaluate",
        "write train, train evaluate",
        "body evaluate, evaluate",
        "finished evaluate, ''",
    })
    void after_a_kill_nothing_that_had_finished_runs_again(String killAt, String expected) throws Exception {
        Process killed = start(killAt);
        assertThat(killed.inputReader().readLine()).isEqualTo("reached " + killAt);
        killed.destroyForcibly().waitFor();
        List<String> before = log();

        Process resumed = start("never");
        assertThat(resumed.inputReader().readLine()).isEqualTo("result 3+2*10");
        assertThat(resumed.waitFor()).isZero();

        List<String> after = log().subList(before.size(), log().size());
        List<String> rerun = after.stream()
                .filter(line -> line.startsWith("body "))
                .map(line -> line.substring(5))
                .toList();
        assertThat(rerun).containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" "));
        assertThat(rerun).noneMatch(step -> before.contains("finished " + step));
    }

    @Test
    void two_processes_with_one_folder_both_succeed() throws Exception {
        List<Process> both = List.of(start("never"), start("never"));
        for (Process process : both) {
            assertThat(process.inputReader().readLine()).isEqualTo("result 3+2*10");
            assertThat(process.waitFor()).isZero();
        }
        Process third = start("never");
        assertThat(third.inputReader().readLine()).isEqualTo("result 3+2*10");
        try (Stream<String> lines = Files.lines(folder.resolve("log"))) {
            assertThat(lines.filter("body train"::equals).count()).isBetween(1L, 2L);
        }
    }

    private List<String> log() throws IOException {
        return Files.exists(folder.resolve("log")) ? Files.readAllLines(folder.resolve("log")) : List.of();
    }

    private Process start(String killAt) throws IOException {
        return JavaProcess.start(Job.class, folder.toString(), killAt);
    }

    /** The process that is killed: halts for good where it is told to, so that the kill hits that very moment. */
    static final class Job {
        private final Path log;
        private final String haltAt;

        private Job(Path folder, String haltAt) {
            this.log = folder.resolve("log");
            this.haltAt = haltAt;
        }

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Job job = new Job(folder, args[1]);
            PipelineListener finished = new PipelineListener() {
                @Override
                public void stepFinished(StepRun step) {
                    job.reach("finished " + step.name());
                }
            };
            Runner runner = Runner.builder()
                    .cache(folder.resolve("cache"))
                    .listener(finished)
                    .build();
            System.out.println(
                    "result " + runner.run(job.pipeline(), Args.none()).result());
        }

        private Pipeline<String> pipeline() {
            Pipeline.Builder p = Pipeline.named("resumed");
            Param<Integer> factor = p.param("factor", Integer.class, 10);
            Step<String> load = p.step("load", () -> body("load", "3 2")).cached(codec("load"));
            Step<String> split = p.step("split", load, a -> body("split", a.replace(' ', '+')))
                    .cached(codec("split"));
            Step<String> train = p.step("train", split, factor, (a, f) -> body("train", a + "*" + f))
                    .cached(codec("train"));
            return p.build(p.step("evaluate", train, a -> body("evaluate", a)).cached(codec("evaluate")));
        }

        private String body(String step, String value) {
            reach("body " + step);
            return value;
        }

        /** Writes half of the text, then may halt, then writes the rest. */
        private Codec<String> codec(String step) {
            return new Codec<>() {
                @Override
                public String format() {
                    return "halves/1";
                }

                @Override
                public void write(String value, OutputStream out) throws IOException {
                    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                    out.write(bytes, 0, bytes.length / 2);
                    out.flush();
                    reach("write " + step);
                    out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
                }

                @Override
                public String read(InputStream in) throws IOException {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            };
        }

        private void reach(String point) {
            try {
                Files.writeString(log, point + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (point.equals(haltAt)) {
                    System.out.println("reached " + point);
                    new CountDownLatch(1).await();
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
