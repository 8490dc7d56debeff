package dev.mlops.serving;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fast a candidate gets its share of the keys: by steps, each for a while, and then the last one until somebody decides.
 * Which step it is follows from the time alone, so that all processes whose clocks agree are at the same one. A key that the
 * candidate has at one step is the candidate's at all later ones.
 *
 * <pre>
 * Canary.steps(5, 25, 50).each(Duration.ofMinutes(30)).thenAll()
 * </pre>
 *
 * <p>Immutable.
 */
public final class Canary {
    /** How long each step lasts, unless {@link #each} says otherwise. */
    public static final Duration EACH = Duration.ofMinutes(30);

    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final List<Double> percents;
    private final Duration each;
    private final boolean thenAll;
    private final @Nullable Instant from;

    private Canary(List<Double> percents, Duration each, boolean thenAll, @Nullable Instant from) {
        this.percents = percents;
        this.each = each;
        this.thenAll = thenAll;
        this.from = from;
    }

    /**
     * Steps of {@link #EACH}, after the last of which the candidate keeps its share.
     *
     * @param percents the candidate's share at each step: above 0, at most 100, each more than the one before
     * @throws IllegalArgumentException if they aren't, or there is none
     */
    public static Canary steps(double... percents) {
        if (percents.length == 0) {
            throw new IllegalArgumentException("canary has no steps, expected one or more");
        }
        double before = 0;
        for (double percent : percents) {
            if (!(percent > before) || percent > 100) {
                throw new IllegalArgumentException("steps of a canary are " + Arrays.toString(percents)
                        + ", expected percents above 0 and up to 100, each more than the one before");
            }
            before = percent;
        }
        return new Canary(Arrays.stream(percents).boxed().toList(), EACH, false, null);
    }

    /**
     * How long each step lasts; {@link #EACH} by default.
     *
     * @param duration a millisecond, of which fractions don't count, to 36,500 days
     * @throws IllegalArgumentException if it is less or more
     */
    public Canary each(Duration duration) {
        if (duration.compareTo(Duration.ofMillis(1)) < 0 || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a step of a canary lasts " + duration + ", expected a millisecond to 36,500 days");
        }
        return new Canary(percents, duration, thenAll, from);
    }

    /** After the last step the candidate has all keys. No alias is moved: that is for those to do who promote it. */
    public Canary thenAll() {
        return new Canary(percents, each, true, from);
    }

    /**
     * When the first step begins, before which the candidate has no keys; by default when the rollout is started.
     *
     * @throws IllegalArgumentException if it is before 1970 or after 9999
     */
    public Canary from(Instant instant) {
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("a canary begins at " + instant + ", expected between 1970 and 9999");
        }
        return new Canary(percents, each, thenAll, instant);
    }

    /** The candidate's share at each step in percent, ascending. */
    public List<Double> percents() {
        return percents;
    }

    /** How long each step lasts. */
    public Duration each() {
        return each;
    }

    /** Whether the candidate has all keys after the last step. */
    public boolean isThenAll() {
        return thenAll;
    }

    /** When the first step begins; absent before it is said or started. */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /** The candidate's share at an instant, in percent; 0 where the beginning isn't known. */
    public double percentAt(Instant instant) {
        return from == null ? 0 : 100 * schedule().share(instant.toEpochMilli());
    }

    /** The same as numbers, which a pick reads in nanoseconds. */
    CanarySchedule schedule() {
        Instant begin = Objects.requireNonNull(from, "from");
        double[] shares =
                percents.stream().mapToDouble(percent -> percent / 100).toArray();
        return new CanarySchedule(
                begin.toEpochMilli(), each.toMillis(), shares, thenAll ? 1 : shares[shares.length - 1]);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Canary canary
                && percents.equals(canary.percents)
                && each.equals(canary.each)
                && thenAll == canary.thenAll
                && Objects.equals(from, canary.from);
    }

    @Override
    public int hashCode() {
        return Objects.hash(percents, each, thenAll, from);
    }

    /** Such as {@code 5, 25, 50 % for PT30M each}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (double percent : percents) {
            text.append(text.isEmpty() ? "" : ", ").append(Rollout.text(percent));
        }
        text.append(" % for ").append(each).append(" each").append(thenAll ? ", then all" : "");
        return from == null
                ? text.toString()
                : text.append(", from ").append(from).toString();
    }
}
