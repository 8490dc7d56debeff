package dev.mlops.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for a missing or bad number, in the unit of the raw column. Means and medians are taken over the good
 * values of the training rows. Immutable and thread-safe.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public final class Fill {
    private static final Fill MEDIAN = new Fill(Kind.MEDIAN, 0, List.of(), null);

    /** The ways to fill. */
    enum Kind {
        CONSTANT,
        MEAN,
        MEDIAN,
        MEDIAN_BY
    }

    private final Kind kind;
    private final double value;
    private final List<String> columns;
    private final @Nullable Fill otherwise;

    @JsonCreator
    Fill(
            @JsonProperty("kind") Kind kind,
            @JsonProperty("value") double value,
            @JsonProperty("columns") List<String> columns,
            @JsonProperty("otherwise") @Nullable Fill otherwise) {
        Declared.check(
                (kind == Kind.MEDIAN_BY) == (otherwise != null) && (kind == Kind.MEDIAN_BY) != columns.isEmpty(),
                "fill " + kind + " may name columns and another fill only if it is " + Kind.MEDIAN_BY);
        this.kind = kind;
        this.value = Declared.finite("fill", value);
        this.columns = List.copyOf(columns);
        this.otherwise = otherwise;
    }

    /**
     * Always this value.
     *
     * @throws IllegalArgumentException unless {@code value} is finite
     */
    public static Fill constant(double value) {
        return new Fill(Kind.CONSTANT, value, List.of(), null);
    }

    /** The mean. */
    public static Fill mean() {
        return new Fill(Kind.MEAN, 0, List.of(), null);
    }

    /** The median; of an even number of values, the middle between the two in the middle. */
    public static Fill median() {
        return MEDIAN;
    }

    /**
     * The median of the training rows that have the same levels in these columns as the row to fill. Where there are
     * none, or a level is missing, the median of all, or what {@link #orElse} says.
     *
     * @throws IllegalArgumentException if no column is given
     */
    public static Fill medianBy(String... columns) {
        return new Fill(Kind.MEDIAN_BY, 0, Declared.names(List.of(columns)), MEDIAN);
    }

    /**
     * What to fill with where this fill's groups don't know the row: typically a coarser group, as in
     * {@code medianBy("from", "to").orElse(medianBy("from"))}. Called again, it extends the chain's end.
     *
     * @throws IllegalStateException if this is not a fill by groups, which never lacks a value
     */
    public Fill orElse(Fill fill) {
        if (otherwise == null) {
            throw new IllegalStateException("fill " + kind + " always has a value: orElse belongs to medianBy");
        }
        Fill next = otherwise.kind == Kind.MEDIAN_BY ? otherwise.orElse(fill) : fill;
        return new Fill(kind, value, columns, next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fill fill
                && kind == fill.kind
                && value == fill.value
                && columns.equals(fill.columns)
                && Objects.equals(otherwise, fill.otherwise);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, value, columns, otherwise);
    }

    Kind kind() {
        return kind;
    }

    double value() {
        return value;
    }

    List<String> columns() {
        return columns;
    }

    @Nullable
    Fill otherwise() {
        return otherwise;
    }
}
