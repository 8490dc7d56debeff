package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.data.Dataset;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.internal.SparseMatrix;
import dev.mlops.model.internal.VectorizedDataset;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tribuo.Example;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

class VectorizerPropertyTest {

    @Property(tries = 200)
    void json_round_trip_gives_equal_bytes_and_equal_vectors(
            @ForAll("features") Features features,
            @ForAll("rides") List<Ride> training,
            @ForAll("rides") List<Ride> others) {
        Vectorizer fitted = features.fit(rides(training));

        Vectorizer read = Vectorizer.fromJson(fitted.toJson());

        assertThat(read.toJson()).isEqualTo(fitted.toJson());
        assertThat(read).isEqualTo(fitted);
        assertThat(read.columns()).isEqualTo(fitted.columns());
        assertThat(read.inputs()).isEqualTo(fitted.inputs());
        assertSame(read.matrix(rides(training)), fitted.matrix(rides(training)));
        assertSame(read.matrix(rides(others)), fitted.matrix(rides(others)));
    }

    @Property(tries = 100)
    void a_declaration_survives_json(@ForAll("features") Features features) {
        assertThat(Features.fromJson(features.toJson())).isEqualTo(features);
        assertThat(Features.fromJson(features.toJson()).contentHash()).isEqualTo(features.contentHash());
    }

    @Property(tries = 200)
    void columns_ascend_and_rows_are_canonical(
            @ForAll("features") Features features, @ForAll("rides") List<Ride> training) {
        Vectorizer fitted = features.fit(rides(training));
        SparseMatrix matrix = fitted.matrix(rides(training));

        assertThat(fitted.columns()).isSorted().doesNotHaveDuplicates();
        assertThat(matrix.columns()).isEqualTo(fitted.columns().size());
        for (int r = 0; r < matrix.rows(); r++) {
            for (int i = matrix.starts()[r]; i < matrix.starts()[r + 1]; i++) {
                assertThat(matrix.values()[i]).isNotZero().isFinite();
                if (i > matrix.starts()[r]) {
                    assertThat(matrix.indices()[i]).isGreaterThan(matrix.indices()[i - 1]);
                }
            }
        }
    }

    @Property(tries = 200)
    void the_linear_scorer_equals_the_dot_product_with_an_example(
            @ForAll("features") Features features,
            @ForAll("rides") List<Ride> training,
            @ForAll("rides") List<Ride> others,
            @ForAll long seed) {
        Vectorizer fitted = features.fit(rides(training));
        double[] weights =
                new Random(seed).doubles(fitted.columns().size(), -10, 10).toArray();
        LinearScorer<Ride> scorer = fitted.encoder(Accessors.of(Ride.class)).linear(weights, 3);
        VectorizedDataset<Regressor> examples = examples(fitted, others);

        for (int r = 0; r < others.size(); r++) {
            double expected = dot(fitted, examples.getExample(r), weights) + 3;
            assertThat(scorer.score(others.get(r))).isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
        }
    }

    @Property(tries = 200)
    void a_map_gives_the_vector_of_its_record(
            @ForAll("features") Features features,
            @ForAll("rides") List<Ride> training,
            @ForAll("rides") List<Ride> others) {
        Vectorizer fitted = features.fit(rides(training));

        for (Ride ride : others) {
            assertThat(fitted.transform(map(ride, false))).isEqualTo(fitted.transform(ride));
            assertThat(fitted.transform(map(ride, true))).isEqualTo(fitted.transform(ride));
        }
    }

    @Property(tries = 100)
    void the_order_of_training_rows_does_not_matter(
            @ForAll("features") Features features, @ForAll("rides") List<Ride> training, @ForAll long seed) {
        List<Ride> shuffled = new ArrayList<>(training);
        java.util.Collections.shuffle(shuffled, new Random(seed));

        Vectorizer one = features.fit(rides(training));
        Vectorizer other = features.fit(rides(shuffled));

        assertThat(other.columns()).isEqualTo(one.columns());
    }

    private static Dataset<Ride> rides(List<Ride> rows) {
        return Dataset.of("rides", Ride.class, rows);
    }

    private static VectorizedDataset<Regressor> examples(Vectorizer fitted, List<Ride> rows) {
        return VectorizedDataset.regression(
                fitted.columns(),
                fitted.matrix(rides(rows)),
                "y",
                new double[rows.size()],
                null,
                new SimpleDataSourceProvenance("rides", new RegressionFactory()));
    }

    private static double dot(Vectorizer fitted, Example<Regressor> example, double[] weights) {
        double sum = 0;
        for (org.tribuo.Feature feature : example) {
            sum += feature.getValue() * weights[fitted.columns().indexOf(feature.getName())];
        }
        return sum;
    }

    private static void assertSame(SparseMatrix a, SparseMatrix b) {
        assertThat(a.columns()).isEqualTo(b.columns());
        assertThat(a.starts()).isEqualTo(b.starts());
        assertThat(a.indices()).isEqualTo(b.indices());
        assertThat(a.values()).isEqualTo(b.values());
    }

    /** The ride as a map, its values as they are or as texts. */
    private static Map<String, Object> map(Ride ride, boolean texts) {
        Map<String, Object> map = new HashMap<>();
        map.put("from", ride.from());
        map.put("to", ride.to());
        map.put("distance", ride.distance());
        map.put("flag", ride.flag());
        map.put("stored", ride.stored());
        map.put("passengers", ride.passengers());
        map.put("pickup", ride.pickup());
        map.put("vendor", ride.vendor());
        if (texts) {
            map.replaceAll((name, value) -> value == null ? null : value.toString());
        }
        return map;
    }

    /** At least one row has every value, so that every fill finds one. */
    @Provide
    Arbitrary<List<Ride>> rides() {
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
    @Provide
    Arbitrary<Features> features() {
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
