package dev.mlops.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mlops.data.Dataset;
import dev.mlops.storage.ContentHashed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The features of a model, declared and not yet fitted. Immutable and thread-safe. */
@JsonAutoDetect(fieldVisibility = Visibility.ANY)
public final class Features implements ContentHashed {
    private static final int MAX_FEATURES = 10_000;

    private final List<Feature> list;

    @JsonCreator
    Features(@JsonProperty("list") List<Feature> list) {
        Declared.check(
                list.size() <= MAX_FEATURES,
                list.size() + " features are declared: there may be up to " + MAX_FEATURES);
        this.list = List.copyOf(list);
        Set<String> names = new HashSet<>();
        for (Feature feature : this.list) {
            Declared.check(
                    names.add(feature.name()),
                    "two features are called " + feature.name() + ": give one of them another name with named()");
        }
    }

    /**
     * These features; their order doesn't matter to the fitted columns.
     *
     * @throws IllegalArgumentException if there are none, or two have the same name
     */
    public static Features of(Feature... features) {
        return of(List.of(features));
    }

    /** These features; like {@link #of(Feature...)}. */
    public static Features of(List<? extends Feature> features) {
        Declared.check(!features.isEmpty(), "no features are declared: there must be at least one");
        return new Features(List.copyOf(features));
    }

    /**
     * These features and {@code more}.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public Features and(Features more) {
        List<Feature> longer = new ArrayList<>(list);
        longer.addAll(more.list);
        return new Features(longer);
    }

    /** No features: what a baseline that answers one constant reads. */
    static Features none() {
        return new Features(List.of());
    }

    /** The declarations, in the order given. */
    public List<Feature> list() {
        return list;
    }

    /**
     * Learns levels, fills and moments from training rows. Deterministic: it depends on the declaration and the rows
     * only, and, but for the last digits of means and deviations, not on the rows' order.
     *
     * @throws dev.mlops.InvalidException if there are no rows; if a column doesn't exist or has a type that the feature
     *     can't use, or has no value in any row; if a number without a fill is bad, or has no good value to fill with; if a
     *     missing level meets {@link CategoryFeature.Rule#FAIL}. The message names feature, column, row and value
     */
    public Vectorizer fit(Dataset<?> rows) {
        return Fitter.fit(this, rows);
    }

    /** The declaration as JSON; equal declarations give equal text. */
    public String toJson() {
        return Json.features(this);
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws dev.mlops.InvalidException if it isn't that, or a newer version wrote it
     */
    public static Features fromJson(String json) {
        return Json.features(json);
    }

    @Override
    public String contentHash() {
        return Json.sha256(toJson());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features features && toJson().equals(features.toJson());
    }

    @Override
    public int hashCode() {
        return toJson().hashCode();
    }

    /** The names of the features. */
    @Override
    public String toString() {
        return list.stream().map(Feature::name).toList().toString();
    }
}
