package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.data.Dataset;
import dev.mlops.model.internal.SparseMatrix;
import dev.mlops.model.internal.VectorizedDataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitrary;
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

    @Provide
    Arbitrary<List<Ride>> rides() {
        return RandomRides.rides();
    }

    @Provide
    Arbitrary<Features> features() {
        return RandomRides.features();
    }
}
