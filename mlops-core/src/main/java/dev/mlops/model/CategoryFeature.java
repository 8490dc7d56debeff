package dev.mlops.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One column for each level of a category that the training rows hold; a row has 1 in its level's column and nothing in
 * the others. A level of a cross is a combination. Immutable and thread-safe.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public final class CategoryFeature implements Feature {

    /** What happens to a row whose level has no column. */
    public enum Rule {
        /** It contributes nothing. */
        IGNORE,
        /** It has a level of its own, {@code <missing>} or {@code <unseen>}. */
        LEVEL,
        /** It is an {@link dev.mlops.InvalidException}. */
        FAIL
    }

    private final List<Key> keys;
    private final int minCount;
    private final Rule unseen;
    private final Rule missing;
    private final int hashBits;
    private final @Nullable NumberFeature times;
    private final double scale;
    private final @Nullable String alias;

    @JsonCreator
    CategoryFeature(
            @JsonProperty("keys") List<Key> keys,
            @JsonProperty("minCount") int minCount,
            @JsonProperty("unseen") Rule unseen,
            @JsonProperty("missing") Rule missing,
            @JsonProperty("hashBits") int hashBits,
            @JsonProperty("times") @Nullable NumberFeature times,
            @JsonProperty("scale") double scale,
            @JsonProperty("alias") @Nullable String alias) {
        this.keys = Declared.keys(keys);
        this.minCount = Declared.minCount(minCount);
        this.unseen = unseen;
        this.missing = missing;
        this.hashBits = Declared.hashBits(hashBits);
        this.times = times;
        this.scale = Declared.scale(scale);
        this.alias = alias == null ? null : Declared.name(alias);
        Declared.check(
                hashBits == 0 || (minCount == 1 && unseen == Rule.IGNORE),
                "feature " + name() + " hashes its levels, so none is unseen: minCount and unseen don't apply");
        Declared.check(
                minCount == 1 || unseen != Rule.FAIL,
                "feature " + name() + " treats levels below " + minCount
                        + " rows as unseen, so unseen may not fail: the training rows hold them");
    }

    static CategoryFeature of(List<Key> keys) {
        return new CategoryFeature(keys, 1, Rule.IGNORE, Rule.IGNORE, 0, null, 1, null);
    }

    static CategoryFeature cross(List<CategoryFeature> parts) {
        if (parts.size() < 2) {
            throw new IllegalArgumentException("a cross has " + parts.size() + " parts: it needs at least two");
        }
        List<Key> keys = new ArrayList<>();
        for (CategoryFeature part : parts) {
            Declared.check(
                    part.isPlain(),
                    "part " + part.name()
                            + " of a cross carries options: give name, scale, counts, rules, hashing and factor to the cross");
            keys.addAll(part.keys);
        }
        return of(keys);
    }

    /**
     * Levels that fewer than {@code rows} training rows hold are treated as unseen. 1, the default, keeps every level.
     *
     * @throws IllegalArgumentException if it is below 1, or together with {@link #hash} or unseen {@link Rule#FAIL}
     */
    public CategoryFeature minCount(int rows) {
        return new CategoryFeature(keys, rows, unseen, missing, hashBits, times, scale, alias);
    }

    /**
     * What happens to a level that training didn't see or that is rarer than {@link #minCount}; {@link Rule#IGNORE} is
     * the default. {@link Vectorizer#counts()} tells how many rows met it.
     */
    public CategoryFeature unseen(Rule rule) {
        return new CategoryFeature(keys, minCount, rule, missing, hashBits, times, scale, alias);
    }

    /**
     * What happens to a row that has no value (null, NaN, or a bad number in a bucket) in one of the columns;
     * {@link Rule#IGNORE} is the default. With {@link Rule#LEVEL}, missing is a level like any other: it has a column if
     * training rows hold it, else it is unseen.
     */
    public CategoryFeature missing(Rule rule) {
        return new CategoryFeature(keys, minCount, unseen, rule, hashBits, times, scale, alias);
    }

    /**
     * Puts the levels into 2^bits columns by a hash of the level instead of learning them: no level is unseen, and
     * different levels may share a column. Named {@code hash(PULocationID)=00ff}, in hexadecimal.
     *
     * @throws IllegalArgumentException unless {@code bits} is 1 to 20, or together with {@link #minCount} or
     *     {@link #unseen}
     */
    public CategoryFeature hash(int bits) {
        Declared.check(bits > 0, "hash of " + name() + " has " + bits + " bits: it must have 1 to 20");
        return new CategoryFeature(keys, minCount, unseen, missing, bits, times, scale, alias);
    }

    /**
     * A row has this number in its level's column in place of 1: the slope of the number, level by level. Named
     * {@code PULocationID*log1p(trip_distance)=130}.
     */
    public CategoryFeature times(NumberFeature number) {
        return new CategoryFeature(keys, minCount, unseen, missing, hashBits, number, scale, alias);
    }

    /**
     * This category {@linkplain #times(NumberFeature) times} each of the numbers: with a {@link NumberFeature#spline}, a
     * curve of its own for each level.
     *
     * @throws IllegalArgumentException if one of the features isn't a number, or the category is {@linkplain #named named}
     */
    public Features times(Features numbers) {
        Declared.check(alias == null, "feature " + name() + " is named, and can't give its name to several features");
        List<Feature> products = new ArrayList<>();
        for (Feature number : numbers.list()) {
            Declared.check(
                    number instanceof NumberFeature,
                    "feature " + name() + " times " + number.name() + ": only a number can multiply");
            products.add(times((NumberFeature) number));
        }
        return Features.of(products);
    }

    /**
     * Multiplies the columns. In a penalised model a scale above 1 makes them cheaper to use and one below 1 dearer:
     * with Ridge, a scale of s divides the penalty of these columns by the square of s.
     *
     * @throws IllegalArgumentException unless {@code scale} is finite and above 0
     */
    public CategoryFeature scale(double scale) {
        return new CategoryFeature(keys, minCount, unseen, missing, hashBits, times, scale, alias);
    }

    @Override
    public CategoryFeature named(String name) {
        return new CategoryFeature(keys, minCount, unseen, missing, hashBits, times, scale, name);
    }

    @Override
    public String name() {
        if (alias != null) {
            return alias;
        }
        String plain = keys.stream().map(Key::name).collect(Collectors.joining("_"));
        String hashed = hashBits == 0 ? plain : "hash(" + plain + ")";
        return times == null ? hashed : hashed + "*" + times.name();
    }

    List<Key> keys() {
        return keys;
    }

    int minCount() {
        return minCount;
    }

    Rule unseen() {
        return unseen;
    }

    Rule missing() {
        return missing;
    }

    int hashBits() {
        return hashBits;
    }

    @Nullable
    NumberFeature times() {
        return times;
    }

    double scale() {
        return scale;
    }

    private boolean isPlain() {
        return minCount == 1
                && unseen == Rule.IGNORE
                && missing == Rule.IGNORE
                && hashBits == 0
                && times == null
                && scale == 1
                && alias == null;
    }
}
