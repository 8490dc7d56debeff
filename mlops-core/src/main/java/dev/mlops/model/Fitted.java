package dev.mlops.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one feature has learnt from the training rows. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "feature")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fitted.Number.class, name = "number"),
    @JsonSubTypes.Type(value = Fitted.Category.class, name = "category")
})
sealed interface Fitted {

    /**
     * Of a number.
     *
     * @param mean what is subtracted; 0 unless standardised
     * @param deviation what is divided by, above 0; 1 unless standardised
     */
    record Number(double mean, double deviation) implements Fitted {
        static final Number PLAIN = new Number(0, 1);

        public Number {
            Declared.finite("mean", mean);
            Declared.scale(deviation);
        }
    }

    /**
     * Of a category.
     *
     * @param levels the levels that have a column, in the order of their columns; in each, a Long, a String or null
     *     (missing) for each key; empty where levels are hashed
     * @param counts how many training rows hold each level
     * @param edges for each key the edges of its buckets; empty where it is no bucket
     * @param times the moments of the number that multiplies; those of a plain one where there is none
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Category(List<List<@Nullable Object>> levels, int[] counts, List<double[]> edges, Number times)
            implements Fitted {
        public Category {
            Declared.check(
                    counts.length == levels.size(), counts.length + " counts: there are " + levels.size() + " levels");
        }
    }
}
