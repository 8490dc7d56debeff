package dev.mlops.registry;

import static java.util.Objects.requireNonNull;

import dev.mlops.evaluation.Metric;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gates on a metric that versions were registered with; {@link Gate#metric} begins one. Each refuses where the metric is
 * missing, NaN or infinite. Immutable.
 */
public final class RecordedMetric {
    /** What is put before the name of a metric to say what it was measured on; not on training data, which flatters. */
    private static final Pattern PREFIX = Pattern.compile("^(val|valid|validation|test|eval|evaluation|holdout)[_./-]");

    private final String key;
    private final @Nullable DoubleBinaryOperator relativeGain;
    private final boolean whateverData;

    private RecordedMetric(String key, @Nullable DoubleBinaryOperator relativeGain, boolean whateverData) {
        this.key = key;
        this.relativeGain = relativeGain;
        this.whateverData = whateverData;
    }

    static RecordedMetric of(String key) {
        return new RecordedMetric(
                requireNonNull(key, "key"),
                known(key)
                        .<DoubleBinaryOperator>map(metric -> metric::relativeGain)
                        .orElse(null),
                false);
    }

    private static Optional<Metric> known(String key) {
        String name = PREFIX.matcher(key).replaceFirst("");
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.key().equals(name))
                .findFirst();
    }

    /**
     * Says that lower is better, where the name doesn't tell. A gain is then a share of the holder's absolute value.
     *
     * @throws IllegalArgumentException if it is the name of a {@link Metric} of which higher is better
     */
    public RecordedMetric lowerIsBetter() {
        return directed(true, (value, holder) -> share(holder - value, holder));
    }

    /**
     * Says that higher is better, where the name doesn't tell. A gain is then a share of the holder's absolute value.
     *
     * @throws IllegalArgumentException if it is the name of a {@link Metric} of which lower is better
     */
    public RecordedMetric higherIsBetter() {
        return directed(false, (value, holder) -> share(value - holder, holder));
    }

    private RecordedMetric directed(boolean lower, DoubleBinaryOperator gain) {
        Optional<Metric> known = known(key);
        if (known.isPresent() && known.get().isLoss() != lower) {
            throw new IllegalArgumentException(
                    "metric '" + key + "' is better when " + (lower ? "higher, not lower" : "lower, not higher"));
        }
        return known.isPresent() ? this : new RecordedMetric(key, gain, whateverData);
    }

    private static double share(double gain, double holder) {
        return gain == 0 ? 0 : gain / Math.abs(holder);
    }

    /** Compares with the holder's metric also where the two were measured on different data, or on data that isn't known. */
    public RecordedMetric whateverData() {
        return new RecordedMetric(key, relativeGain, true);
    }

    /** The metric must be below this. */
    public Gate below(double limit) {
        return within(new Bound(Bound.Side.BELOW, limit));
    }

    /** The metric must be this or below. */
    public Gate atMost(double limit) {
        return within(new Bound(Bound.Side.AT_MOST, limit));
    }

    /** The metric must be above this. */
    public Gate above(double limit) {
        return within(new Bound(Bound.Side.ABOVE, limit));
    }

    /** The metric must be this or above. */
    public Gate atLeast(double limit) {
        return within(new Bound(Bound.Side.AT_LEAST, limit));
    }

    private Gate within(Bound bound) {
        String check = key + " " + bound;
        return Gate.of(check, candidate -> {
            OptionalDouble value = candidate.version().findMetric(key);
            return value.isPresent()
                    ? bound.verdict(check, key, value.getAsDouble())
                    : Verdict.refused(check, missing(candidate.version()), Map.of("limit", bound.limit()));
        });
    }

    /**
     * The metric must be better than that of the alias's holder by this share of what the holder lacks to perfection, which
     * is 0 or 1 ({@link Metric#relativeGain}): 0.1 where an RMSE falls from 10 to 9 or an accuracy rises from 0.90 to 0.91.
     * Where the name isn't one of {@link Metric}, with or without a prefix such as {@code val_} or {@code test.}, it is a
     * share of the holder's absolute value. With 0 it is enough to be as good. It passes where no version has the alias yet.
     *
     * <p>Both metrics must have been measured on the same data: the digests of all datasets that the two versions are
     * recorded with, except those for {@code training}, must be the same and at least one; {@link #whateverData} doesn't ask
     * for that. Two recorded figures say nothing about chance: {@link Gate#on} does.
     *
     * @param share from 0 to below 1
     * @throws IllegalArgumentException if the share is outside, or neither the name nor the caller says which way is better
     */
    public Gate improvesBy(double share) {
        Amounts.checkShare(share);
        if (relativeGain == null) {
            throw new IllegalArgumentException(
                    "metric '" + key
                            + "' isn't known to be better when lower or when higher, expected lowerIsBetter() or higherIsBetter()");
        }
        DoubleBinaryOperator gain = relativeGain;
        String check = key + " better than the holder's by " + Amounts.percent(share);
        return Gate.of(check, candidate -> candidate
                .holder()
                .map(holder -> new Pair(candidate.version(), holder).verdict(check, gain, share))
                .orElseGet(() -> candidate.unopposed(check)));
    }

    /** The candidate and the holder of the alias. */
    private final class Pair {
        private final ModelVersion candidate;
        private final ModelVersion holder;

        Pair(ModelVersion candidate, ModelVersion holder) {
            this.candidate = candidate;
            this.holder = holder;
        }

        Verdict verdict(String check, DoubleBinaryOperator relativeGain, double share) {
            Optional<String> obstacle = unusable(candidate)
                    .or(() -> unusable(holder))
                    .or(() -> whateverData ? Optional.empty() : MeasuredOn.difference(key, candidate, holder));
            if (obstacle.isPresent()) {
                return Verdict.refused(check, obstacle.get(), Map.of("required", share));
            }
            double value = candidate.metric(key);
            double before = holder.metric(key);
            double gain = relativeGain.applyAsDouble(value, before);
            String found = "%s is %s, that of %s is %s, a gain of %s"
                    .formatted(
                            key,
                            Amounts.number(value, before),
                            holder,
                            Amounts.number(before, value),
                            Amounts.percent(gain));
            boolean enough = Amounts.reaches(gain, share);
            return Verdict.of(
                    check,
                    enough,
                    enough ? found : found + ", expected at least " + Amounts.percent(share),
                    Map.of("value", value, "holder", before, "gain", gain, "required", share));
        }
    }

    /** Why a version's metric can't be compared; a value beyond perfection would turn better into worse. */
    private Optional<String> unusable(ModelVersion version) {
        OptionalDouble value = version.findMetric(key);
        if (value.isEmpty()) {
            return Optional.of(missing(version));
        }
        double number = value.getAsDouble();
        String found = key + " of " + version + " is " + Amounts.number(number);
        if (!Double.isFinite(number)) {
            return Optional.of(found + ", expected a finite number");
        }
        return known(key)
                .filter(metric -> metric.isLoss() ? number < 0 : number > 1)
                .map(metric -> found + ", expected " + (metric.isLoss() ? "0 or more" : "at most 1"));
    }

    private String missing(ModelVersion version) {
        return version + " has no metric '" + key + "', it has "
                + version.metrics().keySet();
    }
}
