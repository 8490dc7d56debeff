package dev.mlops.tracking;

import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Facts about one run that are found out in the background, and are awaited before it ends. Thread-safe. */
final class Pending {
    private static final Logger log = LoggerFactory.getLogger(Pending.class);

    private final Background background;
    private final Queue<CompletableFuture<Boolean>> open = new ConcurrentLinkedQueue<>();

    Pending(Background background) {
        this.background = background;
    }

    void add(Runnable work) {
        open.add(background.run(() -> {
            work.run();
            return true;
        }));
    }

    void await() {
        for (CompletableFuture<Boolean> next = open.poll(); next != null; next = open.poll()) {
            try {
                next.join();
            } catch (CompletionException | CancellationException e) {
                log.warn("a fact about a run isn't recorded", e);
            }
        }
    }
}
