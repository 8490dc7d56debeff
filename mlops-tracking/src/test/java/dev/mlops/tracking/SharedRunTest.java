package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of eight threads each that record one run. */
final class SharedRunTest {
    private static final int THREADS = 8;
    private static final int STEPS = 2_000;

    @TempDir
    Path folder;

    @Test
    void ofWhatTwoProcessesLogToOneRunNothingIsLost() throws IOException, InterruptedException {
        String id;
        try (Workspace workspace = Workspace.open(folder);
                ActiveRun run = Experiment.named("shared").in(workspace).start("run")) {
            id = run.id();
        }
        List<Process> both = List.of(
                JavaProcess.start(Recorder.class, folder.toString(), id, "a"),
                JavaProcess.start(Recorder.class, folder.toString(), id, "b"));
        for (Process process : both) {
            assertThat(process.waitFor()).isZero();
        }
        try (Workspace workspace = Workspace.open(folder)) {
            Run run = Experiment.named("shared").in(workspace).get(id);
            assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
            assertThat(run.params()).hasSize(2 * THREADS);
            assertThat(run.metrics()).hasSize(2 * THREADS).allSatisfy((key, last) -> {
                assertThat(last).isEqualTo(STEPS - 1);
                assertThat(run.history(key).points()).hasSize(STEPS);
            });
        }
        assertThat(folder.resolve("journal")).doesNotExist();
    }

    /** Records its share of the run. */
    static final class Recorder {
        private Recorder() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Workspace workspace = Workspace.open(Path.of(arguments[0]));
                    ActiveRun run = Experiment.named("shared").in(workspace).resume(arguments[1])) {
                List<Thread> threads = IntStream.range(0, THREADS)
                        .mapToObj(i -> new Thread(() -> record(run, arguments[2] + i)))
                        .toList();
                threads.forEach(Thread::start);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }

        private static void record(ActiveRun run, String key) {
            run.param(key, true);
            for (int step = 0; step < STEPS; step++) {
                run.metric(key, step, step);
                if (step % 500 == 0) {
                    run.flush();
                }
            }
        }
    }
}
