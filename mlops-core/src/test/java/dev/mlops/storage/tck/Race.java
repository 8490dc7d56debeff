package dev.mlops.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that do the same at once. */
final class Race {
    private static final int SECONDS = 120;

    private final List<Throwable> losses;
    private final int wins;

    private Race(List<Throwable> losses, int wins) {
        this.losses = losses;
        this.wins = wins;
    }

    /** What one of them does. */
    interface Racer {
        void run(int number) throws Exception;
    }

    /** Starts them all, and returns when they have ended. */
    static Race of(int threads, Racer racer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                ends.add(executor.submit(() -> {
                    start.await(SECONDS, TimeUnit.SECONDS);
                    racer.run(number);
                    return null;
                }));
            }
            return ended(ends);
        } finally {
            executor.shutdownNow();
            assertThat(executor.awaitTermination(SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Race ended(List<Future<?>> ends) throws Exception {
        List<Throwable> losses = new ArrayList<>();
        for (Future<?> end : ends) {
            try {
                end.get(SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                losses.add(e.getCause());
            }
        }
        return new Race(losses, ends.size() - losses.size());
    }

    void hasNoLoser() {
        assertThat(losses).isEmpty();
    }

    void hasOneWinner(Class<? extends Exception> lossesAre) {
        assertThat(losses).hasOnlyElementsOfType(lossesAre);
        assertThat(wins).isEqualTo(1);
    }
}
