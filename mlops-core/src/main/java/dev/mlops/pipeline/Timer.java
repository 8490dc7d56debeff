package dev.mlops.pipeline;

import java.time.Duration;

/** Calls back later. */
interface Timer {

    /** Calls {@code action} once after {@code delay}, on a thread that may take its time; unless cancelled before. */
    Alarm schedule(Duration delay, Runnable action);

    /** A call to come. */
    @FunctionalInterface
    interface Alarm {
        /** Prevents the call if it has not begun. */
        void cancel();
    }
}
