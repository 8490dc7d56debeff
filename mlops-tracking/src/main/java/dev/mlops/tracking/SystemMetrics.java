package dev.mlops.tracking;

import com.sun.management.OperatingSystemMXBean;
import dev.mlops.storage.spi.MetricPoint;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;

/** Samples what this process takes, into one run, until that ends. Used by one thread. */
final class SystemMetrics {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private final RunLog run;
    private final Duration interval;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private Instant last;
    private long lastCpu;
    private final long firstCollection;
    private long step;

    SystemMetrics(RunLog run, Duration interval, Instant now) {
        this.run = run;
        this.interval = interval;
        last = now;
        lastCpu = system.getProcessCpuTime();
        firstCollection = collection();
    }

    /** Takes a sample if it is time; false if none will be taken any more. */
    boolean sampleIfDue(Instant now) {
        if (run.hasEnded()) {
            return false;
        }
        Duration since = Duration.between(last, now);
        if (since.compareTo(interval) >= 0) {
            sample(now, since);
        }
        return true;
    }

    private void sample(Instant now, Duration since) {
        long cpu = system.getProcessCpuTime();
        long capacity = since.toNanos() * Runtime.getRuntime().availableProcessors();
        record("system/cpu", (double) (cpu - lastCpu) / capacity, now);
        record(
                "system/heap_bytes",
                (double)
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                now);
        record("system/gc_seconds", (collection() - firstCollection) / MILLIS, now);
        record("system/cpu_seconds", cpu / NANOS, now);
        last = now;
        lastCpu = cpu;
        step++;
    }

    private void record(String key, double value, Instant now) {
        run.offer(new MetricPoint(key, value, step, now));
    }

    private static long collection() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .filter(time -> time > 0)
                .sum();
    }
}
