package dev.mlops.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One part of a category's level: what it is read from, and how. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "key")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Key.Level.class, name = "level"),
    @JsonSubTypes.Type(value = Key.Hour.class, name = "hour"),
    @JsonSubTypes.Type(value = Key.Weekday.class, name = "weekday"),
    @JsonSubTypes.Type(value = Key.Weekend.class, name = "weekend"),
    @JsonSubTypes.Type(value = Key.Bucket.class, name = "bucket")
})
sealed interface Key {

    /** The part's share of the feature's name. */
    String name();

    /** The raw column. */
    String column();

    /** The value of a column, as it is. */
    record Level(String column) implements Key {
        public Level {
            Declared.name(column);
        }

        @Override
        public String name() {
            return column;
        }
    }

    /**
     * The hour of a date-time, or the block of hours that it is in.
     *
     * @param hours how many hours make a block, counted from midnight; 1 for the hour itself
     */
    record Hour(String column, int hours) implements Key {
        public Hour {
            Declared.name(column);
            Declared.check(hours >= 1 && hours <= 12, "a block of hours is " + hours + " long: it must be 1 to 12");
        }

        @Override
        public String name() {
            return "hour(" + column + (hours == 1 ? ")" : "," + hours + ")");
        }
    }

    /** Whether a date-time is on a Saturday or Sunday. */
    record Weekend(String column) implements Key {
        public Weekend {
            Declared.name(column);
        }

        @Override
        public String name() {
            return "weekend(" + column + ")";
        }
    }

    /** The ISO day of the week of a date-time. */
    record Weekday(String column) implements Key {
        public Weekday {
            Declared.name(column);
        }

        @Override
        public String name() {
            return "weekday(" + column + ")";
        }
    }

    /**
     * The interval of a number.
     *
     * @param source the number
     * @param edges where intervals meet, ascending; empty if they are fitted
     * @param quantiles how many intervals to fit; 0 where the edges are given
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Bucket(Source source, double[] edges, int quantiles) implements Key {
        private static final int MAX_INTERVALS = 10_000;

        public Bucket {
            edges = quantiles == 0 ? edges(edges) : new double[0];
            quantiles = quantiles == 0 ? 0 : count(quantiles);
        }

        static double[] edges(double[] edges) {
            Declared.check(
                    edges.length > 0 && edges.length < MAX_INTERVALS,
                    "a bucket has " + edges.length + " edges: it needs 1 to " + (MAX_INTERVALS - 1));
            for (int i = 0; i < edges.length; i++) {
                Declared.finite("edge of a bucket", edges[i]);
                Declared.check(i == 0 || edges[i - 1] < edges[i], "edges of a bucket must ascend");
            }
            return edges.clone();
        }

        static int count(int quantiles) {
            Declared.check(
                    quantiles >= 2 && quantiles <= MAX_INTERVALS,
                    "quantiles is " + quantiles + ": it must be 2 to " + MAX_INTERVALS);
            return quantiles;
        }

        @Override
        public String column() {
            return source.column();
        }

        @Override
        public String name() {
            return (quantiles == 0 ? "bucket(" : "quantile" + quantiles + "(") + source.name() + ")";
        }
    }
}
