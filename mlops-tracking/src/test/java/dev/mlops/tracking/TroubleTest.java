package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of what is logged while the store is in trouble. */
final class TroubleTest {
    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final UnclosableStorage storage = new UnclosableStorage();
    private final UnreliableRunStore store =
            new UnreliableRunStore(storage.storage().runs());
    private Path journal = Path.of("");
    private Workspace workspace = Workspace.inMemory();

    @BeforeEach
    void open() {
        journal = folder.resolve("journal");
        workspace = open(journal, 64 << 20);
    }

    private Workspace open(@Nullable Path journal, long memory) {
        Storage parts = storage.storage();
        Workspace.Builder builder = Workspace.builder(Storage.of(store, parts.models(), parts.artifacts()))
                .clock(clock);
        Workspace opened =
                journal == null ? builder.build() : builder.journal(journal).build();
        Writer.Settings settings = new Writer.Settings(memory, Duration.ofSeconds(30), pauses::add, clock);
        Tracking unused = opened.resource(Tracking.class, w -> new Tracking(w, settings));
        return opened;
    }

    @AfterEach
    void close() {
        store.down(false);
        workspace.close();
    }

    private ActiveRun start() {
        return Experiment.named("trips").in(workspace).start("run");
    }

    @Test
    void aCallThatWaitedLongIsNotMadeAgain() {
        AtomicInteger calls = new AtomicInteger();
        Delivery delivery = Tracking.of(workspace).writer().delivery();

        assertThatThrownBy(() -> delivery.insist(() -> {
                    calls.incrementAndGet();
                    clock.advance(Delivery.PATIENCE.plusMillis(1));
                    throw new StorageUnavailableException("the store is locked");
                }))
                .hasMessage("the store is locked");

        assertThat(calls).hasValue(1);
        assertThat(pauses).isEmpty();
    }

    private List<Path> journalFiles() throws IOException {
        if (!Files.exists(journal)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(journal)) {
            return files.toList();
        }
    }

    @Test
    void aShortFailureIsTriedAgainAfterLongerAndLongerPauses() throws IOException {
        ActiveRun run = start();
        store.failNext(3);
        run.metric("rmse", 7).flush();
        assertThat(pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(RunSearch.in(workspace).first().metric("rmse")).isEqualTo(7);
        assertThat(journalFiles()).isEmpty();
    }

    @Test
    void whatTheStoreDoesntTakeIsInTheJournalWhenFlushReturns() throws IOException {
        ActiveRun run = start();
        store.down(true);
        run.metric("rmse", 7).param("alpha", 1).flush();
        assertThat(journalFiles()).hasSize(1);
        assertThat(Files.readString(journalFiles().get(0))).contains("rmse").contains("alpha");
        assertThat(RunSearch.in(workspace).first().metrics()).isEmpty();
    }

    @Test
    void nothingWaitsForAStoreThatIsKnownToBeInTrouble() {
        ActiveRun run = start();
        store.down(true);
        run.metric("rmse", 7).flush();
        pauses.clear();
        run.metric("rmse", 8).flush();
        assertThat(pauses).isEmpty();
    }

    @Test
    void theNextWorkspaceWithTheJournalBringsItToTheStore() throws IOException {
        ActiveRun run = start();
        store.down(true);
        run.metric("loss", 1, Double.NEGATIVE_INFINITY).metric("loss", 2, 0.25).tag("team", "eta");
        assertThatCode(run::close).doesNotThrowAnyException();
        assertThatCode(workspace::close).doesNotThrowAnyException();
        assertThat(journalFiles()).hasSize(1);
        store.down(false);
        workspace = open(journal, 64 << 20);
        Run recorded = RunSearch.in(workspace).first();
        assertThat(recorded.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(recorded.history("loss").points())
                .extracting(MetricPoint::value)
                .containsExactly(Double.NEGATIVE_INFINITY, 0.25);
        assertThat(recorded.tags()).containsEntry("team", "eta");
        assertThat(journalFiles()).isEmpty();
    }

    @Test
    void aRunThatStartsDuringTroubleIsInTheJournalAsAWhole() {
        Experiment experiment = Experiment.named("trips").in(workspace);
        store.down(true);
        ActiveRun run = experiment.start("during");
        run.metric("rmse", 7).close();
        workspace.close();
        store.down(false);
        workspace = open(journal, 64 << 20);
        assertThat(RunSearch.in(workspace).first().metric("rmse")).isEqualTo(7);
    }

    @Test
    void closingTheWorkspaceBringsTheJournalToAStoreThatIsWellAgain() throws IOException {
        ActiveRun run = start();
        store.down(true);
        run.metric("rmse", 7).close();
        assertThat(journalFiles()).hasSize(1);
        store.down(false);
        workspace.close();
        assertThat(journalFiles()).isEmpty();
        workspace = open(journal, 64 << 20);
        assertThat(RunSearch.in(workspace).first().status()).isEqualTo(RunStatus.FINISHED);
    }

    @Test
    void aRunCanBeRecordedInTheJournalByAnInterruptedThread() throws IOException {
        ActiveRun run = start();
        store.down(true);
        Thread.currentThread().interrupt();
        run.metric("rmse", 7).flush();
        run.metric("rmse", 8).flush();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllLines(journalFiles().get(0))).hasSize(2);
    }

    @Test
    void whatARefusedParameterStandsWithIsNotLostInAReplay() throws IOException {
        ActiveRun run = start();
        store.down(true);
        run.param("alpha", 1).param("beta", 2).metric("rmse", 7).close();
        workspace.close();
        store.down(false);
        storage.storage()
                .runs()
                .update(
                        run.id(),
                        dev.mlops.storage.spi.RunChange.builder()
                                .param("alpha", "0")
                                .build());
        workspace = open(journal, 64 << 20);
        Run recorded = RunSearch.in(workspace).first();
        assertThat(recorded.params()).containsEntry("alpha", "0").containsEntry("beta", "2");
        assertThat(recorded.metric("rmse")).isEqualTo(7);
        assertThat(journalFiles()).hasSize(1);
        assertThat(Files.readString(journalFiles().get(0))).contains("alpha").doesNotContain("beta");
    }

    @Test
    void withoutAJournalWhatWaitsInMemoryComesToTheStoreWhenTheWorkspaceCloses() {
        workspace.close();
        workspace = open(null, 64 << 20);
        ActiveRun run = start();
        store.down(true);
        run.metric("rmse", 7);
        assertThatThrownBy(run::flush)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(run.id())
                .hasMessageContaining("no journal");
        assertThatCode(run::close).doesNotThrowAnyException();
        store.down(false);
        workspace.close();
        workspace = open(null, 64 << 20);
        assertThat(RunSearch.in(workspace).first().metric("rmse")).isEqualTo(7);
    }

    @Test
    void withoutStoreAndJournalClosingTheWorkspaceSaysWhatIsLost() {
        workspace.close();
        workspace = open(null, 64 << 20);
        ActiveRun run = start();
        store.down(true);
        run.metric("rmse", 7).close();
        assertThatThrownBy(workspace::close)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("lost")
                .hasMessageContaining(run.id());
    }

    @Test
    void aJournalThatCantBeWrittenIsLikeNone() throws IOException {
        workspace.close();
        Files.createFile(folder.resolve("file"));
        workspace = open(folder.resolve("file/journal"), 64 << 20);
        ActiveRun run = start();
        store.down(true);
        run.metric("rmse", 7);
        assertThatThrownBy(run::flush)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("neither the store nor the journal");
        store.down(false);
        run.flush();
        assertThat(RunSearch.in(workspace).first().metric("rmse")).isEqualTo(7);
    }

    @Test
    void memoryIsBoundedAndCloseSaysWhatWasDropped() {
        workspace.close();
        int room = 100;
        long memory = room * RunLog.weight("loss", "");
        workspace = open(null, memory);
        ActiveRun run = start();
        store.down(true);
        assertThatThrownBy(() -> run.metric("loss", 0, 0).flush()).isInstanceOf(StorageUnavailableException.class);
        clock.advance(Duration.ofSeconds(31));
        for (int step = 1; step <= 150; step++) {
            run.metric("loss", step, step);
        }
        assertThat(Tracking.of(workspace).writer().budget().taken()).isLessThanOrEqualTo(memory);
        store.down(false);
        assertThatThrownBy(run::close)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(run.id())
                .hasMessageContaining("51 calls");
        Run recorded = RunSearch.in(workspace).first();
        assertThat(recorded.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(recorded.history("loss").points()).hasSize(room);
    }

    @Test
    void longKeysCountAsWhatTheyTake() {
        workspace.close();
        workspace = open(null, 64 << 20);
        ActiveRun run = start();
        run.flush();
        store.down(true);
        run.metric("k".repeat(250), 1);
        assertThat(Tracking.of(workspace).writer().budget().taken()).isGreaterThan(500);
    }

    @Test
    void aSmallHeapIsLeftToTraining() {
        assertThat(Writer.Settings.memory(128L << 20)).isEqualTo(16L << 20);
        assertThat(Writer.Settings.memory(8L << 30)).isEqualTo(64L << 20);
    }

    @Test
    void aLongTroubleDropsNothingAsLongAsTheJournalTakesIt() {
        workspace.close();
        workspace = open(journal, 100 * RunLog.POINT_WEIGHT);
        ActiveRun run = start();
        store.down(true);
        run.metric("loss", 0, 0).flush();
        clock.advance(Duration.ofMinutes(10));
        for (int step = 1; step < 5_000; step++) {
            run.metric("loss", step, step);
        }
        assertThatCode(run::close).doesNotThrowAnyException();
        store.down(false);
        workspace.close();
        workspace = open(journal, 64 << 20);
        assertThat(RunSearch.in(workspace).first().history("loss").points()).hasSize(5_000);
    }

    @Test
    void aFullMemoryMakesCallersBringTheirRecordsToTheStore() {
        workspace.close();
        workspace = open(null, 100 * RunLog.POINT_WEIGHT);
        try (ActiveRun run = start()) {
            for (int step = 0; step < 5_000; step++) {
                run.metric("loss", step, step);
            }
        }
        assertThat(RunSearch.in(workspace).first().history("loss").points()).hasSize(5_000);
        assertThat(Tracking.of(workspace).writer().budget().taken()).isZero();
    }

    private Workspace blocked(@Nullable Path journal) throws IOException {
        workspace.close();
        Storage parts = storage.storage();
        Storage blocked = Storage.of(
                parts.runs(), parts.models(), Storage.artifactFolder(obstacle().resolve("a")));
        Workspace.Builder builder = Workspace.builder(blocked);
        return journal == null ? builder.build() : builder.journal(journal).build();
    }

    /** A file where a folder should be. */
    private Path obstacle() throws IOException {
        Path obstacle = folder.resolve("artifacts");
        return Files.exists(obstacle) ? obstacle : Files.createFile(obstacle);
    }

    @Test
    void anArtifactThatCantBeKeptAnywhereIsReportedByClose() throws IOException {
        workspace = blocked(null);
        ActiveRun run = start();
        run.artifact("plot.txt", "x").metric("rmse", 7);
        assertThatThrownBy(run::close)
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("plot.txt");
        assertThat(RunSearch.in(workspace).first().metric("rmse")).isEqualTo(7);
    }

    @Test
    void anArtifactThatTheStoreDoesntTakeComesToItLater() throws IOException {
        workspace = blocked(journal);
        ActiveRun run = start();
        run.artifact("plot.txt", "old").artifact("plot.txt", "new").metric("rmse", 7);
        assertThatCode(run::close).doesNotThrowAnyException();
        assertThat(RunSearch.in(workspace).first().metric("rmse")).isEqualTo(7);
        workspace.close();
        Files.delete(obstacle());
        workspace = free(journal, folder.resolve("artifacts/a"));
        assertThat(RunSearch.in(workspace).first().artifacts().read("plot.txt", dev.mlops.storage.Codec.text()))
                .isEqualTo("new");
    }

    private Workspace free(Path journal, Path artifacts) {
        Storage parts = storage.storage();
        return Workspace.builder(Storage.of(parts.runs(), parts.models(), Storage.artifactFolder(artifacts)))
                .journal(journal)
                .build();
    }

    /** Interrupts the thread that writes, in the middle of the first time. */
    private static final class Interrupting implements Codec<byte[]> {
        private boolean interrupted;

        @Override
        public String format() {
            return "bytes";
        }

        @Override
        public void write(byte[] value, OutputStream out) throws IOException {
            if (!interrupted) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
            out.write(value);
        }

        @Override
        public byte[] read(InputStream in) throws IOException {
            return in.readAllBytes();
        }
    }

    @Test
    void anInterruptInTheMiddleOfAnArtifactDoesNotLoseIt() {
        workspace.close();
        workspace = Workspace.open(folder.resolve("workspace"));
        ActiveRun run = start();
        Codec<byte[]> codec = new Interrupting();
        run.artifact("weights", new byte[1 << 20], codec);
        assertThat(Thread.interrupted()).isTrue();
        run.close();
        Run recorded = RunSearch.in(workspace).first();
        assertThat(recorded.artifacts().read("weights", codec)).hasSize(1 << 20);
    }
}
