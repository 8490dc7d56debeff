package dev.mlops.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer and ticker whose time passes when a test says so; alarms ring on the test's thread. */
final class ManualTimer implements Timer {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public synchronized Alarm schedule(Duration delay, Runnable action) {
        Entry entry = new Entry(now.plus(delay), action);
        entries.add(entry);
        delays.add(delay);
        notifyAll();
        return () -> {
            synchronized (this) {
                entries.remove(entry);
            }
        };
    }

    /** Waits until so many alarms are set. */
    synchronized ManualTimer awaitAlarms(int count) throws InterruptedException {
        while (entries.size() < count) {
            wait();
        }
        return this;
    }

    /** Every delay that was ever asked for. */
    synchronized List<Duration> delays() {
        return List.copyOf(delays);
    }

    synchronized int alarms() {
        return entries.size();
    }

    synchronized long nanos() {
        return now.toNanos();
    }

    /** Lets time pass, and rings what is due, in order. */
    void advance(Duration time) {
        List<Entry> due;
        synchronized (this) {
            now = now.plus(time);
            due = entries.stream()
                    .filter(entry -> entry.at().compareTo(now) <= 0)
                    .sorted(Comparator.comparing(Entry::at))
                    .toList();
            entries.removeAll(due);
        }
        due.forEach(entry -> entry.action().run());
    }

    private record Entry(Duration at, Runnable action) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
