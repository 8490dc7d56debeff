package dev.mlops.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One number of a row. Its value is worked out in this order, whichever order the options were called in, except for the
 * steps {@link #log1p}, {@link #sqrt}, {@link #above} and {@link #atMost}, which apply as called:
 *
 * <ol>
 *   <li>the column's value; it is <em>bad</em> if it is missing, NaN, infinite, outside {@link #within}, or if a step
 *       has no finite result for it (the root of a negative number);
 *   <li>a bad value is replaced by the {@link #fill}; without one it is an error, in training and in predicting;
 *   <li>the steps, then {@link #standardise}, then {@link #scale}.
 * </ol>
 *
 * Immutable and thread-safe.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public final class NumberFeature implements Feature {
    private final Source source;
    private final boolean flag;
    private final boolean standardise;
    private final double scale;
    private final @Nullable String alias;

    @JsonCreator
    NumberFeature(
            @JsonProperty("source") Source source,
            @JsonProperty("flag") boolean flag,
            @JsonProperty("standardise") boolean standardise,
            @JsonProperty("scale") double scale,
            @JsonProperty("alias") @Nullable String alias) {
        this.source = source;
        this.flag = flag;
        this.standardise = standardise;
        this.scale = Declared.scale(scale);
        this.alias = alias == null ? null : Declared.name(alias);
    }

    static NumberFeature of(String column) {
        return new NumberFeature(Source.of(column), false, false, 1, null);
    }

    /**
     * Values outside {@code min} to {@code max}, both ends included, are bad.
     *
     * @throws IllegalArgumentException unless {@code min <= max}
     */
    public NumberFeature within(double min, double max) {
        return with(source.within(min, max));
    }

    /** What stands in for a missing or bad value, in the unit of the raw column. */
    public NumberFeature fill(Fill fill) {
        return with(source.fill(fill));
    }

    /** The natural logarithm of 1 + x; x must be above -1. Named {@code log1p(trip_distance)}. */
    public NumberFeature log1p() {
        return with(source.then(Transform.of(Transform.Kind.LOG1P, 0)));
    }

    /** The square root of x, which must not be negative. Named {@code sqrt(trip_distance)}. */
    public NumberFeature sqrt() {
        return with(source.then(Transform.of(Transform.Kind.SQRT, 0)));
    }

    /**
     * The part of x above a knot: max(0, x - knot). Several of them beside the number itself make a curve of straight
     * pieces. Named {@code above(trip_distance,2)}.
     */
    public NumberFeature above(double knot) {
        return with(source.then(Transform.of(Transform.Kind.ABOVE, knot)));
    }

    /** The smaller of x and {@code limit}. Named {@code atMost(trip_distance,50)}. */
    public NumberFeature atMost(double limit) {
        return with(source.then(Transform.of(Transform.Kind.AT_MOST, limit)));
    }

    /**
     * Another feature: 1 where this number is bad and 0 where it is good. Never an error; the fill isn't used. Named
     * {@code bad(trip_distance)}.
     */
    public NumberFeature flag() {
        return new NumberFeature(source.fill(null), true, false, 1, null);
    }

    /**
     * Subtracts the mean of the training rows and divides by their standard deviation (of the population; 1 where it is
     * 0), after fill and steps.
     */
    public NumberFeature standardise() {
        return new NumberFeature(source, flag, true, scale, alias);
    }

    /**
     * Multiplies the column, last of all. In a penalised model a scale above 1 makes the column cheaper to use and one
     * below 1 dearer: with Ridge, a scale of s divides the column's penalty by the square of s.
     *
     * @throws IllegalArgumentException unless {@code scale} is finite and above 0
     */
    public NumberFeature scale(double scale) {
        return new NumberFeature(source, flag, standardise, scale, alias);
    }

    @Override
    public NumberFeature named(String name) {
        return new NumberFeature(source, flag, standardise, scale, name);
    }

    /**
     * The number as a category: one level for each interval between the edges, which includes its lower end and not its
     * upper; below the first edge and from the last edge on are intervals too. A bad value is filled if there is a
     * {@link #fill}, else it is a missing level. Named {@code bucket(trip_distance)=[1,2)}.
     *
     * @throws IllegalArgumentException if there are no edges, or they don't ascend, or aren't finite
     * @throws IllegalStateException if this is a flag, or is standardised, scaled or named
     */
    public CategoryFeature bucket(double... edges) {
        return CategoryFeature.of(List.of(new Key.Bucket(plain("bucket"), edges, 0)));
    }

    /**
     * The number as a category of {@code count} intervals that hold about equally many training rows each, fewer where
     * values repeat. Named {@code quantile10(trip_distance)=[1,2)}.
     *
     * @throws IllegalArgumentException unless {@code count} is 2 to 10,000
     * @throws IllegalStateException if this is a flag, or is standardised, scaled or named
     */
    public CategoryFeature quantiles(int count) {
        return CategoryFeature.of(List.of(new Key.Bucket(plain("quantiles"), new double[0], Key.Bucket.count(count))));
    }

    /**
     * A curve of straight pieces over the number that a linear model can bend at the knots: the linear spline basis (C. de
     * Boor, A Practical Guide to Splines, B-splines of order 2). One column for each knot, named
     * {@code hat(trip_distance,1,2,4)} by the knot and its neighbours: 1 at the knot, falling in a straight line to 0 at
     * its neighbours. So a number between two knots has a share in both, which add up to 1; below the first knot and above
     * the last, the curve is flat.
     *
     * @throws IllegalArgumentException if there are fewer than two knots, or they don't ascend, or aren't finite
     * @throws IllegalStateException if this is a flag, or is standardised, scaled or named
     */
    public Features spline(double... knots) {
        Declared.check(knots.length >= 2, "a spline has " + knots.length + " knots: it needs at least two");
        Key.Bucket.edges(knots);
        Source plain = plain("spline");
        List<NumberFeature> hats = new ArrayList<>();
        for (int k = 0; k < knots.length; k++) {
            double left = knots[Math.max(0, k - 1)];
            double right = knots[Math.min(knots.length - 1, k + 1)];
            Source hat = plain.then(Transform.hat(left, knots[k], right));
            hats.add(new NumberFeature(hat, false, false, 1, null));
        }
        return Features.of(hats);
    }

    @Override
    public String name() {
        if (alias != null) {
            return alias;
        }
        return flag ? "bad(" + source.name() + ")" : source.name();
    }

    Source source() {
        return source;
    }

    boolean isFlag() {
        return flag;
    }

    boolean isStandardised() {
        return standardise;
    }

    double scale() {
        return scale;
    }

    private NumberFeature with(Source changed) {
        if (flag) {
            throw new IllegalStateException("feature " + name() + " is a flag: give its rules before flag()");
        }
        return new NumberFeature(changed, false, standardise, scale, alias);
    }

    private Source plain(String what) {
        if (flag || standardise || scale != 1 || alias != null) {
            throw new IllegalStateException(
                    what + " of " + name() + ": standardise, scale, named and flag belong to the category");
        }
        return source;
    }
}
