package dev.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class ConcurrencyTest {
    private static final int THREADS = 8;

    private final ManualClock clock = new ManualClock();
    private final Storage memory = Storage.inMemory();
    private final UnreliableRunStore store = new UnreliableRunStore(memory.runs());
    private final Workspace workspace = Workspace.builder(Storage.of(store, memory.models(), memory.artifacts()))
            .clock(clock)
            .build();
    private final Experiment experiment = Experiment.named("trips").in(workspace);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void close() {
        threads.shutdownNow();
        workspace.close();
    }

    private long all(Callable<Long> work) throws Exception {
        List<Future<Long>> futures = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            futures.add(threads.submit(work));
        }
        long sum = 0;
        for (Future<Long> future : futures) {
            sum += future.get(60, TimeUnit.SECONDS);
        }
        return sum;
    }

    @Test
    void ofWhatThreadsLogToOneRunNothingIsLost() throws Exception {
        ActiveRun run = experiment.start("shared");
        all(() -> {
            String name = Thread.currentThread().getName();
            for (int step = 0; step < 5_000; step++) {
                run.metric(name, step, step);
                if (step % 1_000 == 0) {
                    run.param(name + " " + step, step).tag(name, "t").flush();
                }
            }
            return 0L;
        });
        run.close();
        Run recorded = experiment.get(run.id());
        assertThat(recorded.metrics()).hasSize(THREADS).allSatisfy((key, last) -> {
            assertThat(last).isEqualTo(4_999);
            assertThat(recorded.history(key).points()).hasSize(5_000);
        });
        assertThat(recorded.params()).hasSize(THREADS * 5);
    }

    @RepeatedTest(20)
    void whatACallDidntRefuseIsRecordedWhenCloseRacesWithIt() throws Exception {
        ActiveRun run = experiment.start("race");
        CountDownLatch begun = new CountDownLatch(THREADS / 2);
        List<Future<Long>> loggers = new ArrayList<>();
        for (int i = 0; i < THREADS / 2; i++) {
            String key = "k" + i;
            loggers.add(threads.submit(() -> {
                long done = 0;
                try {
                    while (true) {
                        run.metric(key, done, (double) done);
                        done++;
                        begun.countDown();
                    }
                } catch (IllegalStateException ended) {
                    return done;
                }
            }));
        }
        begun.await();
        run.close();
        long count = 0;
        for (Future<Long> logger : loggers) {
            count += logger.get(60, TimeUnit.SECONDS);
        }
        Run recorded = experiment.get(run.id());
        long found = 0;
        for (String key : recorded.metrics().keySet()) {
            found += recorded.history(key).points().size();
        }
        assertThat(found).isEqualTo(count);
        assertThat(recorded.status()).isEqualTo(RunStatus.FINISHED);
    }

    @Test
    void whatWasLoggedComesToTheStoreWithoutAFlush() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        store.watch((id, change) -> {
            if (!change.metrics().isEmpty()) {
                written.countDown();
            }
        });
        try (ActiveRun run = experiment.start("lazy")) {
            run.metric("rmse", 7);
            assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anOpenRunShowsThatItLivesEveryTenSeconds() throws Exception {
        List<Duration> beats = java.util.Collections.synchronizedList(new ArrayList<>());
        CountDownLatch second = new CountDownLatch(2);
        store.watch((id, change) -> change.heartbeat().ifPresent(beat -> {
            beats.add(Duration.between(ManualClock.START, beat));
            second.countDown();
            clock.advance(Duration.ofSeconds(10));
        }));
        try (ActiveRun run = experiment.start("alive")) {
            clock.advance(Duration.ofSeconds(10));
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(beats).startsWith(Duration.ofSeconds(10), Duration.ofSeconds(20));
            assertThat(run.id()).isNotEmpty();
        }
    }
}
