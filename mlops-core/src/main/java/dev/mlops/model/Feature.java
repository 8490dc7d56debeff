package dev.mlops.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.stream.Stream;

/**
 * How raw columns become numbers that a model can learn from: either one number ({@link NumberFeature}) or one column
 * for each level of a category ({@link CategoryFeature}). A declaration is data: immutable, without code of the user,
 * written to JSON with the model. {@link Features} collects declarations and fits them.
 *
 * <pre>
 * NumberFeature distance = Feature.number("trip_distance")
 *     .within(0.01, 100).fill(Fill.medianBy("PULocationID", "DOLocationID"));
 * Features features = Features.of(
 *     Feature.cross("PULocationID", "DOLocationID"), Feature.hour("pickup"),
 *     distance.log1p(), distance.sqrt(), distance.flag());
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "feature")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NumberFeature.class, name = "number"),
    @JsonSubTypes.Type(value = CategoryFeature.class, name = "category")
})
public sealed interface Feature permits NumberFeature, CategoryFeature {

    /** The feature's name, unique within {@link Features}: derived from the declaration, or as it was named. */
    String name();

    /** A feature with these columns under another name, which replaces the derived one in the names of its columns. */
    Feature named(String name);

    /**
     * The value of a numeric or boolean column (0 or 1). One column, {@code trip_distance}. A missing value is an error
     * unless {@link NumberFeature#fill} says otherwise.
     */
    static NumberFeature number(String column) {
        return NumberFeature.of(column);
    }

    /**
     * One column, 1 or absent, for each level of an integer, boolean or string column, or of a decimal column that
     * holds whole numbers. Named {@code VendorID=2}. The integer 2, the decimal 2.0 and, where a map gives the value of
     * a numeric column, the text "2" are one level.
     */
    static CategoryFeature category(String column) {
        return CategoryFeature.of(List.of(new Key.Level(column)));
    }

    /**
     * One column for each combination of the levels of two or more columns. Named
     * {@code PULocationID_DOLocationID=130_205}; where a level itself holds {@code _} it is written {@code \_}, so
     * that different combinations never share a name.
     *
     * @throws IllegalArgumentException if there are fewer than two columns
     */
    static CategoryFeature cross(String... columns) {
        return cross(Stream.of(columns).map(Feature::category).toArray(CategoryFeature[]::new));
    }

    /**
     * One column for each combination of the levels of two or more categories, such as a zone and an hour.
     *
     * @throws IllegalArgumentException if there are fewer than two, or one of them carries options (a name, a scale, a
     *     minimal count, a rule, hashing or a factor): those belong to the cross as a whole
     */
    static CategoryFeature cross(CategoryFeature... categories) {
        return CategoryFeature.cross(List.of(categories));
    }

    /** The hour of a date-time column, one column for each of 0 to 23 that occurs. Named {@code hour(pickup)=17}. */
    static CategoryFeature hour(String column) {
        return CategoryFeature.of(List.of(new Key.Hour(column, 1)));
    }

    /**
     * The block of hours of a date-time column, counted from midnight, one column for each that occurs: with 4, 0 is before
     * four o'clock and 5 is from eight in the evening on. Named {@code hour(pickup,4)=2}.
     *
     * @throws IllegalArgumentException unless {@code hours} is 1 to 12
     */
    static CategoryFeature hour(String column, int hours) {
        return CategoryFeature.of(List.of(new Key.Hour(column, hours)));
    }

    /** Whether a date-time column is on a Saturday or Sunday: 1 if so, else 0. Named {@code weekend(pickup)=1}. */
    static CategoryFeature weekend(String column) {
        return CategoryFeature.of(List.of(new Key.Weekend(column)));
    }

    /** The day of the week of a date-time column, 1 (Monday) to 7 (Sunday). Named {@code weekday(pickup)=1}. */
    static CategoryFeature weekday(String column) {
        return CategoryFeature.of(List.of(new Key.Weekday(column)));
    }
}
