package dev.mlops.tracking;

import java.time.Duration;

/** Waits between tries. */
@FunctionalInterface
interface Pause {
    /** Waits so long, on this thread; an interruption ends it and stays set. */
    void await(Duration time);

    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
