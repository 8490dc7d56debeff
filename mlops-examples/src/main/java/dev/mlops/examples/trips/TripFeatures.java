package dev.mlops.examples.trips;

import dev.mlops.model.CategoryFeature;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Fill;
import dev.mlops.model.NumberFeature;

/** The sets of features to choose from. */
enum TripFeatures {
    /** None: for baselines. */
    NONE("none") {
        @Override
        Features features() {
            throw new IllegalStateException("no features were asked for");
        }
    },
    /** The pair of zones and the raw distance. */
    PAIR("pu_do") {
        @Override
        Features features() {
            return Features.of(Feature.cross(FROM, TO), Feature.number(MILES).fill(Fill.constant(0)));
        }
    },
    /** Each zone by itself and the raw distance. */
    ZONES("pu+do") {
        @Override
        Features features() {
            return Features.of(
                    Feature.category(FROM),
                    Feature.category(TO),
                    Feature.number(MILES).fill(Fill.constant(0)));
        }
    },
    /**
     * What we recommend for a linear model. A distance that can't be right is replaced by the median of its pair; curves
     * of straight pieces over the distance, for each zone and time of day, stand for the speed there and then. The scales
     * make the finer effects dearer to use. All constants were chosen on the last nine days of January 2021.
     */
    RICH("rich") {
        @Override
        Features features() {
            NumberFeature miles = cleanMiles();
            CategoryFeature from = Feature.category(FROM);
            CategoryFeature to = Feature.category(TO);
            CategoryFeature hour = Feature.hour(PICKUP);
            CategoryFeature period = Feature.hour(PICKUP, 4);
            CategoryFeature weekend = Feature.weekend(PICKUP);
            return Features.of(
                            Feature.cross(from, to).scale(0.8),
                            from,
                            to,
                            timed(hour, weekend),
                            Feature.weekday(PICKUP).missing(Rule.LEVEL),
                            miles,
                            miles.flag(),
                            timed(from, hour).scale(0.25),
                            timed(to, hour).scale(0.25))
                    .and(miles.spline(0, .5, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30))
                    .and(timed(hour, weekend).scale(0.5).times(miles.spline(0, 1, 2, 3, 5, 8, 12, 18, 30)))
                    .and(from.scale(0.6).times(miles.spline(0, 1, 2, 4, 8, 14, 22)))
                    .and(to.scale(0.6).times(miles.spline(0, 1, 2, 4, 8, 14, 22)))
                    .and(timed(from, period).scale(0.3).times(miles.spline(0, 2, 6, 14, 22)))
                    .and(timed(to, period).scale(0.3).times(miles.spline(0, 2, 6, 14, 22)))
                    .and(timed(from, weekend).scale(0.2).times(miles.spline(0, 2, 6, 14, 22)))
                    .and(timed(to, weekend).scale(0.2).times(miles.spline(0, 2, 6, 14, 22)));
        }
    },
    /** The zones, the time and the clean distance as plain numbers: for trees. */
    NUMERIC("numeric") {
        @Override
        Features features() {
            NumberFeature miles = cleanMiles();
            return Features.of(
                    miles,
                    miles.flag(),
                    Feature.number(FROM),
                    Feature.number(TO),
                    Feature.hour(PICKUP).missing(Rule.LEVEL),
                    Feature.weekday(PICKUP).missing(Rule.LEVEL));
        }
    };

    private static final String PICKUP = "lpep_pickup_datetime";
    private static final String FROM = "PULocationID";
    private static final String TO = "DOLocationID";
    private static final String MILES = "trip_distance";

    private final String text;

    TripFeatures(String text) {
        this.text = text;
    }

    /** The declaration of the features. */
    abstract Features features();

    /** A distance of 0 or over 100 miles is bad: the usual distance of its pair of zones, or of its first zone, stands in. */
    private static NumberFeature cleanMiles() {
        return Feature.number(MILES)
                .within(Double.MIN_VALUE, 100)
                .fill(Fill.medianBy(FROM, TO).orElse(Fill.medianBy(FROM)));
    }

    /** A cross with a time, which a request may leave out: it then contributes nothing, as at no time in particular. */
    private static CategoryFeature timed(CategoryFeature one, CategoryFeature other) {
        return Feature.cross(one, other).missing(Rule.LEVEL);
    }

    @Override
    public String toString() {
        return text;
    }
}
