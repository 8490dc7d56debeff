package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed while they log: what flush acknowledged is there. */
final class KilledProcessTest {
    /** How much of it to do; {@code mvn verify -Psoak} does more. */
    private static final int KILLS = 3 * Integer.getInteger("mlops.soak", 1);

    @TempDir
    Path folder;

    private final Random random = new Random(7);

    @Test
    void whatIsInTheJournalOfAKilledProcessComesToTheStore() throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            checkReplayed(killed(JournalLogger.class, folder.resolve("journal").toString()));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsReportedByFlushAndCostsNothingThatWasAcknowledged() throws IOException, InterruptedException {
        List<String> fullAfter = List.of("bash", "-c", "ulimit -f 24; exec \"$@\"", "limited"); // kibibytes a file
        Process process = JavaProcess.start(
                fullAfter, JournalLogger.class, folder.resolve("journal").toString());
        try (BufferedReader out = process.inputReader()) {
            Told told = new Told(out.readLine(), out.readLine(), -1);
            String line = out.readLine();
            for (; line.endsWith("."); line = out.readLine()) {
                told = told(told, line);
            }
            assertThat(line).startsWith("records of run " + told.run() + " are in neither the store nor the journal");
            assertThat(told.step()).isPositive();
            process.waitFor();
            checkReplayed(told);
        }
    }

    private void checkReplayed(Told told) {
        Storage storage = new UnclosableStorage().storage();
        storage.runs().createExperiment(ExperimentData.of(told.experiment(), "killed", Instant.EPOCH));
        try (Workspace next =
                Workspace.builder(storage).journal(folder.resolve("journal")).build()) {
            check(told, RunSearch.in(next).first());
        }
    }

    @Test
    void whatAKilledProcessWasToldIsInTheStoreIsThere() throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            Told told = killed(StoreLogger.class, folder.resolve("mlops").toString());
            try (Workspace next = Workspace.open(folder.resolve("mlops"))) {
                check(told, RunSearch.in(next).first());
            }
        }
    }

    private static void check(Told told, Run run) {
        assertThat(run.id()).isEqualTo(told.run());
        List<MetricPoint> points = run.history("loss").points();
        assertThat(points).hasSizeGreaterThan((int) told.step());
        assertThat(points).allSatisfy(point -> assertThat(point.value()).isEqualTo((double) point.step()));
        assertThat(points.stream().map(MetricPoint::step))
                .containsAll(LongStream.rangeClosed(0, told.step()).boxed().toList());
    }

    /** What a process said before it died: the last step is the last one that flush acknowledged. */
    private record Told(String experiment, String run, long step) {}

    private Told killed(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Process process = JavaProcess.start(main, arguments);
        int lines = 1 + random.nextInt(60);
        try (BufferedReader out = process.inputReader()) {
            Told told = new Told(out.readLine(), out.readLine(), -1);
            for (int i = 0; i < lines; i++) {
                told = told(told, out.readLine());
            }
            process.toHandle().destroyForcibly(); // that of the process itself would close the stream
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                told = told(told, line);
            }
            process.waitFor(); // the output ends before the locks do
            return told;
        }
    }

    private static Told told(Told before, String line) {
        boolean whole = line.endsWith("."); // the last one may be cut off
        return whole
                ? new Told(before.experiment(), before.run(), Long.parseLong(line.substring(0, line.length() - 1)))
                : before;
    }

    /** Logs without end to a store that is away, and says what flush acknowledged. */
    static final class JournalLogger {
        private JournalLogger() {}

        public static void main(String[] arguments) {
            Storage memory = Storage.inMemory();
            UnreliableRunStore store = new UnreliableRunStore(memory.runs());
            Workspace workspace = Workspace.builder(Storage.of(store, memory.models(), memory.artifacts()))
                    .journal(Path.of(arguments[0]))
                    .build();
            Experiment experiment = Experiment.named("killed").in(workspace);
            store.down(true);
            log(experiment);
        }
    }

    /** Logs without end to a store of its own. */
    static final class StoreLogger {
        private StoreLogger() {}

        public static void main(String[] arguments) {
            log(Experiment.named("killed").in(Workspace.open(Path.of(arguments[0]))));
        }
    }

    private static void log(Experiment experiment) {
        Random random = new Random();
        ActiveRun run = experiment.start("logger");
        System.out.println(experiment.id());
        System.out.println(run.id());
        for (long step = 0; ; step++) {
            run.metric("loss", step, (double) step);
            if (random.nextInt(20) == 0) {
                flush(run);
                System.out.println(step + ".");
            }
        }
    }

    private static void flush(ActiveRun run) {
        try {
            run.flush();
        } catch (StorageUnavailableException e) {
            System.out.println(e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }
}
