package dev.mlops.model;

import dev.mlops.model.CategoryFeature.Rule;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Rides with odd values, and features of every kind that read them. */
final class RandomRides {

    private RandomRides() {}

    /** At least one row has every value, so that every fill finds one. */
    static Arbitrary<List<Ride>> rides() {
        return ride().list().ofMaxSize(30).map(rides -> {
            List<Ride> more = new ArrayList<>(rides);
            more.add(new Ride(1, 2, 3.5, "a", true, 2f, LocalDateTime.of(2021, 1, 1, 12, 0), 5));
            return more;
        });
    }

    private static Arbitrary<Ride> ride() {
        return Combinators.combine(
                        Arbitraries.integers().between(-3, 12),
                        Arbitraries.oneOf(
                                Arbitraries.longs().between(0, 9),
                                Arbitraries.of(Long.MAX_VALUE, Long.MIN_VALUE + 2, 1L << 40)),
                        Arbitraries.oneOf(
                                        Arbitraries.doubles().between(-2, 300).ofScale(2),
                                        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e300))
                                .injectNull(0.1),
                        Arbitraries.of("a", "b", "a_b", "a\\", "<missing>", "", "a=b", "\u00e4")
                                .injectNull(0.2),
                        Arbitraries.of(true, false).injectNull(0.2),
                        Arbitraries.of(0f, 1f, 2f, Float.NaN).injectNull(0.2),
                        Arbitraries.longs()
                                .between(0, 400_000)
                                .map(m -> LocalDateTime.of(2021, 1, 1, 0, 0).plusMinutes(m))
                                .injectNull(0.2),
                        Arbitraries.of(1, 2, 1 << 30, -(1 << 30)).injectNull(0.2))
                .as(Ride::new);
    }

    /** Features with different names, of which one can't be without a column. */
    static Arbitrary<Features> features() {
        return Arbitraries.oneOf(number(), category()).list().ofMaxSize(8).map(list -> {
            Map<String, Feature> unique = new LinkedHashMap<>();
            unique.put("from", Feature.category("from"));
            list.forEach(feature -> unique.putIfAbsent(feature.name(), feature));
            return Features.of(List.copyOf(unique.values()));
        });
    }

    private static Arbitrary<Feature> number() {
        return plain().flatMap(number ->
                Arbitraries.of(number, number.standardise(), number.scale(0.25), number.flag(), number.named("x=\\y")));
    }

    private static Arbitrary<NumberFeature> plain() {
        Arbitrary<NumberFeature> raw = Arbitraries.of("distance", "from", "stored", "passengers", "vendor")
                .map(Feature::number);
        Arbitrary<Fill> fill = Arbitraries.of(
                Fill.constant(0.5),
                Fill.mean(),
                Fill.median(),
                Fill.medianBy("from", "flag"),
                Fill.medianBy("to", "vendor").orElse(Fill.medianBy("stored")).orElse(Fill.constant(1)));
        return Combinators.combine(raw, fill, Arbitraries.integers().between(0, 5))
                .as((number, rule, step) -> step(number.within(0, 250).fill(rule), step));
    }

    private static NumberFeature step(NumberFeature number, int step) {
        return switch (step) {
            case 1 -> number.log1p();
            case 2 -> number.sqrt();
            case 3 -> number.above(1.5);
            case 4 -> number.atMost(2).log1p();
            default -> number;
        };
    }

    private static Arbitrary<Feature> category() {
        return Combinators.combine(
                        Arbitraries.oneOf(key(), cross()),
                        Arbitraries.of(Rule.IGNORE, Rule.LEVEL),
                        Arbitraries.of(Rule.IGNORE, Rule.LEVEL),
                        Arbitraries.integers().between(0, 4))
                .as((category, missing, unseen, option) -> option(category.missing(missing), unseen, option));
    }

    private static CategoryFeature option(CategoryFeature category, Rule unseen, int option) {
        return switch (option) {
            case 1 -> category.hash(4);
            case 2 -> category.unseen(unseen).minCount(2).scale(3);
            case 3 ->
                category.unseen(unseen)
                        .times(Feature.number("distance")
                                .within(0, 99)
                                .fill(Fill.mean())
                                .log1p()
                                .standardise());
            default -> category.unseen(unseen);
        };
    }

    private static Arbitrary<CategoryFeature> key() {
        NumberFeature distance = Feature.number("distance");
        return Arbitraries.of(
                Feature.category("to"),
                Feature.category("flag"),
                Feature.category("stored"),
                Feature.category("passengers"),
                Feature.category("vendor"),
                Feature.hour("pickup"),
                Feature.weekday("pickup"),
                distance.bucket(0, 0.5, 10),
                distance.fill(Fill.median()).quantiles(5),
                distance.within(0, 1000).sqrt().quantiles(3));
    }

    private static Arbitrary<CategoryFeature> cross() {
        return key().list().ofMinSize(2).ofMaxSize(4).map(keys -> Feature.cross(keys.toArray(new CategoryFeature[0])));
    }
}
