package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
    private static final String RUN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private static Entry tag(String value) {
        return new Entry.Change(RUN, RunChange.builder().tag("t", value).build());
    }

    private static List<String> replay(Journal journal) throws IOException {
        List<String> lines = new ArrayList<>();
        journal.replay(entry -> lines.add(EntryJson.write(entry)));
        return lines;
    }

    private Path left(Journal journal) throws IOException {
        journal.release("entries");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    @Test
    void entriesComeBackInTheirOrder() throws IOException {
        Journal journal = new Journal(folder);
        journal.append(tag("a\nb"));
        assertThat(journal.follow(tag("c"))).isTrue();
        journal.release("entries");
        Journal next = new Journal(folder);
        assertThat(replay(next)).containsExactly(EntryJson.write(tag("a\nb")), EntryJson.write(tag("c")));
        assertThat(replay(next)).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nothingFollowsWhereNothingWasKept() throws IOException {
        assertThat(new Journal(folder).follow(tag("a"))).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theFileOfAnOwnerThatLivesIsLeftAlone() throws IOException {
        Journal owner = new Journal(folder);
        owner.append(tag("a"));
        assertThat(replay(new Journal(folder))).isEmpty();
        try (BufferedReader adopted =
                JavaProcess.start(Adopter.class, folder.toString()).inputReader()) {
            assertThat(adopted.readLine()).isEqualTo("0 lines");
        }
        assertThat(replay(owner)).hasSize(1);
    }

    /** Another process that looks for what was left behind. */
    static final class Adopter {
        private Adopter() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(replay(new Journal(Path.of(arguments[0]))).size() + " lines");
        }
    }

    @Test
    void anEmptyFileIsLeftToItsOwner() throws IOException {
        Path file = Files.createFile(folder.resolve("0.jsonl"));
        assertThat(replay(new Journal(folder))).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void halfALineAtTheEndIsLeftOut() throws IOException {
        Journal journal = new Journal(folder);
        journal.append(tag("whole"));
        Path file = left(journal);
        Files.writeString(file, "{\"v\":1,\"run\":\"0123", StandardOpenOption.APPEND);
        assertThat(replay(new Journal(folder))).containsExactly(EntryJson.write(tag("whole")));
    }

    @Test
    void whatTheStoreCantTakeYetStays() throws IOException {
        Journal journal = new Journal(folder);
        journal.append(tag("a"));
        assertThatThrownBy(() -> journal.replay(entry -> {
                    throw new StorageUnavailableException("down", new IOException());
                }))
                .isInstanceOf(StorageUnavailableException.class);
        assertThat(journal.follow(tag("b"))).isTrue();
        assertThat(replay(journal)).hasSize(2);
    }

    @Test
    void aLineThatCantBeReadIsPutAside() throws IOException {
        Journal journal = new Journal(folder);
        journal.append(tag("good"));
        Path file = left(journal);
        Files.writeString(file, "{\"v\":99,\"run\":\"x\"}\nnonsense\n", StandardOpenOption.APPEND);
        assertThat(replay(new Journal(folder))).hasSize(1);
        assertThat(file).doesNotExist();
        assertThat(Files.readAllLines(folder.resolve(file.getFileName() + ".rejected")))
                .containsExactly("{\"v\":99,\"run\":\"x\"}", "nonsense");
    }

    @Test
    void aLineOfANewerVersionIsRefusedByName() {
        assertThatThrownBy(() -> EntryJson.read("{\"v\":2,\"run\":\"x\"}"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("line of the journal has version 2, this library reads versions up to 1");
    }

    @Test
    void linesLongerThanABufferComeBackWhole() throws IOException {
        Journal journal = new Journal(folder);
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Entry entry = tag("é".repeat(i * 150));
            written.add(EntryJson.write(entry));
            journal.append(entry);
        }
        assertThat(replay(journal)).isEqualTo(written);
    }

    @Test
    void aBackendThatFailsInItsOwnWayRefusesNothing() throws IOException {
        Journal journal = new Journal(folder);
        journal.append(tag("a"));
        assertThatThrownBy(() -> journal.replay(entry -> {
                    throw new IllegalStateException("pool is exhausted");
                }))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("pool is exhausted");
        assertThat(replay(journal)).containsExactly(EntryJson.write(tag("a")));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatTheStoreRefusesIsPutAsideAndTheRestComesToIt() throws IOException {
        Journal journal = new Journal(folder);
        journal.append(tag("a"));
        journal.append(tag("b"));
        List<Entry> taken = new ArrayList<>();
        journal.replay(entry -> {
            if (EntryJson.write(entry).equals(EntryJson.write(tag("a")))) {
                throw new NotFoundException("run doesn't exist");
            }
            taken.add(entry);
        });
        assertThat(taken).hasSize(1);
        assertThat(folder).isDirectoryContaining("glob:**.jsonl.rejected");
    }

    @Test
    void aFileThatCantBeReadKeepsNoOther() throws IOException {
        Journal journal = new Journal(folder);
        journal.append(tag("a"));
        Path file = left(journal);
        Path forRootToo = Path.of("/sys/devices/system/cpu/online"); // Linux lets nobody open it for writing
        Assumptions.assumeTrue(Files.isRegularFile(forRootToo));
        Path unreadable = Files.createSymbolicLink(folder.resolve("0.jsonl"), forRootToo);
        assertThat(replay(new Journal(folder))).containsExactly(EntryJson.write(tag("a")));
        assertThat(file).doesNotExist();
        assertThat(unreadable).exists();
    }

    @Test
    void aFileThatWasEmptyForLongIsRemoved() throws IOException {
        Path file = Files.createFile(folder.resolve("0.jsonl"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
        assertThat(replay(new Journal(folder))).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatIsGoneIsNotMadeAgain() throws IOException {
        Path file = folder.resolve("gone.jsonl");
        assertThat(JournalFile.adopt(file)).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void entriesFollowWhileAReplayWaitsForTheStore() throws Exception {
        Journal journal = new Journal(folder);
        journal.append(tag("a"));
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        List<String> taken = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(2); // the common pool may have a single thread
        try {
            Future<?> replay = threads.submit(() -> {
                journal.replay(entry -> {
                    asked.countDown();
                    await(answer);
                    taken.add(EntryJson.write(entry));
                });
                return null;
            });
            await(asked);
            Future<Boolean> follow = threads.submit(() -> journal.follow(tag("b")));
            assertThat(follow.get(30, TimeUnit.SECONDS)).isTrue();
            answer.countDown();
            replay.get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(taken).containsExactly(EntryJson.write(tag("a")), EntryJson.write(tag("b")));
        assertThat(journal.follow(tag("c"))).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
