package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import dev.mlops.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Prediction logs of processes that are killed, or that fill the disk. */
final class KilledLogTest {
    private static final int KILLS = 2 * Integer.getInteger("mlops.soak", 1);

    @TempDir
    Path folder;

    private List<String> read() {
        try (Stream<LoggedPrediction> all = PredictionLog.read(folder)) {
            return all.map(LoggedPrediction::id).toList();
        }
    }

    @Test
    void a_killed_process_loses_nothing_that_was_flushed_and_its_files_read() throws IOException, InterruptedException {
        List<String> flushed = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = JavaProcess.start(Logger.class, folder.toString());
            try (BufferedReader out = process.inputReader()) {
                for (int i = 0; i < 20; i++) {
                    flushed.add(out.readLine());
                }
                process.toHandle().destroyForcibly(); // that of the process itself would close the stream
                process.waitFor();
            }
            assertThat(read()).containsAll(flushed).doesNotHaveDuplicates();
        }
        assertThat(flushed).hasSize(20 * KILLS);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_is_counted_and_keeps_what_was_flushed() throws IOException, InterruptedException {
        List<String> fullAfter = List.of("bash", "-c", "ulimit -f 16; exec \"$@\"", "limited"); // kibibytes a file
        Process process = JavaProcess.start(fullAfter, Logger.class, folder.toString());
        List<String> flushed = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            for (; line != null && !line.startsWith("trouble"); line = out.readLine()) {
                flushed.add(line);
            }
            assertThat(line).startsWith("trouble java.io.IOException");
            process.waitFor();
        }
        assertThat(flushed).isNotEmpty();
        assertThat(read()).containsAll(flushed);
    }

    /** Predicts without end, and says the last id that flush acknowledged. */
    static final class Logger {
        private Logger() {}

        public static void main(String[] arguments) {
            ModelRegistry registry = ModelRegistry.in(Workspace.inMemory());
            registry.alias(registry.register("rides", Rides.model(3)), "champion");
            PredictionLog log = PredictionLog.in(Path.of(arguments[0]));
            Predictor<Ride> predictor = Predictor.builder(registry, "rides", Ride.class)
                    .onPrediction(log)
                    .build();
            while (true) {
                Prediction last = predictor.answer(RIDE);
                for (int i = 0; i < 9; i++) {
                    last = predictor.answer(RIDE);
                }
                log.flush();
                PredictionLogHealth health = log.health();
                if (health.lost() > 0) {
                    System.out.println("trouble " + health.trouble().orElse("has passed"));
                    Runtime.getRuntime().halt(1);
                }
                System.out.println(last.id());
            }
        }
    }
}
