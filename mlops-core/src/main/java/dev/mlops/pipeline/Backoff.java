package dev.mlops.pipeline;

import java.time.Duration;
import java.util.SplittableRandom;

/** How long to wait before the next attempt. Immutable and thread-safe. */
public final class Backoff {
    /** By how much each wait is longer than the one before, unless said otherwise. */
    public static final double DEFAULT_FACTOR = 2;
    /** The share of a wait that is random, unless said otherwise. */
    public static final double DEFAULT_JITTER = 0.2;

    private final Duration first;
    private final Duration max;
    private final double factor;
    private final double jitter;
    private final long seed;

    private Backoff(Duration first, Duration max, double factor, double jitter, long seed) {
        this.first = first;
        this.max = max;
        this.factor = factor;
        this.jitter = jitter;
        this.seed = seed;
    }

    /** No wait. */
    public static Backoff none() {
        return fixed(Duration.ZERO);
    }

    /** The same wait each time, without jitter; {@code wait} is zero or more. */
    public static Backoff fixed(Duration wait) {
        return new Backoff(atLeastZero(wait), wait, 1, 0, 0);
    }

    /**
     * Waits {@code first}, then twice that, and so on up to {@code max}; each shortened by a random share of up to a
     * fifth, so that those who failed together don't come back together.
     */
    public static Backoff exponential(Duration first, Duration max) {
        if (max.compareTo(atLeastZero(first)) < 0) {
            throw new IllegalArgumentException("longest wait is " + max + ", expected at least the first, " + first);
        }
        return new Backoff(first, max, DEFAULT_FACTOR, DEFAULT_JITTER, new SplittableRandom().nextLong());
    }

    /** By how much each wait is longer than the one before; 1 or more. */
    public Backoff factor(double growth) {
        if (!(growth >= 1 && growth < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("backoff factor is " + growth + ", expected 1 or more");
        }
        return new Backoff(first, max, growth, jitter, seed);
    }

    /** The share of each wait, 0 to 1, up to which chance shortens it. */
    public Backoff jitter(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("backoff jitter is " + share + ", expected 0 to 1");
        }
        return new Backoff(first, max, factor, share, seed);
    }

    /** Makes the waits repeatable; without it they differ from process to process. */
    public Backoff seed(long newSeed) {
        return new Backoff(first, max, factor, jitter, newSeed);
    }

    /**
     * The wait after the given number of failures, 1 or more, of at most 292 years; {@code salt} tells apart tasks that
     * share this backoff.
     */
    public Duration delay(int failures, long salt) {
        double grown = nanos(first) * Math.pow(factor, failures - 1);
        double limited = Math.min(grown, nanos(max));
        double chance = new SplittableRandom(seed ^ (salt * 31 + failures)).nextDouble();
        return Duration.ofNanos(Math.round(limited * (1 - jitter * chance)));
    }

    /** As a double, since a wait of more than 292 years has too many for a long. */
    private static double nanos(Duration wait) {
        return wait.getSeconds() * 1e9 + wait.getNano();
    }

    private static Duration atLeastZero(Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("wait is " + wait + ", expected zero or more");
        }
        return wait;
    }
}
