package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.model.onnx.OnnxExport;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random features over odd values, beside their graphs in ONNX Runtime. */
class OnnxFeaturesPropertyTest {

    /** A ride with something to predict. */
    record Timed(
            int from,
            long to,
            Optional<Double> distance,
            Optional<String> flag,
            Optional<Boolean> stored,
            Optional<Float> passengers,
            Optional<LocalDateTime> pickup,
            Optional<Integer> vendor,
            double minutes) {

        static Timed of(Ride ride, int number) {
            return new Timed(
                    ride.from(),
                    ride.to(),
                    Optional.ofNullable(ride.distance()),
                    Optional.ofNullable(ride.flag())
                            .filter(text -> !text.isEmpty()), // which a graph can't tell from none
                    Optional.ofNullable(ride.stored()),
                    Optional.ofNullable(ride.passengers()),
                    Optional.ofNullable(ride.pickup()),
                    Optional.ofNullable(ride.vendor()),
                    5 + number % 7 + ride.from());
        }

        static Dataset<Timed> dataset(List<Ride> rides) {
            List<Timed> rows = new ArrayList<>();
            rides.forEach(ride -> rows.add(of(ride, rows.size())));
            return Dataset.of("rides", Timed.class, rows);
        }
    }

    @Property(tries = 150)
    void a_linear_graph_answers_like_its_model(
            @ForAll("features") Features features,
            @ForAll("rides") List<Ride> training,
            @ForAll("rides") List<Ride> others) {
        Dataset<Timed> rows = Timed.dataset(training);
        Model model = Model.regression(features.fit(rows), "minutes").train(new RidgeTrainer(1), rows);

        OnnxExport export = OnnxExport.of(model);

        assertThat(export.verify(rows.rows())).isLessThan(1e-6);
        assertThat(export.verify(Timed.dataset(others).rows())).isLessThan(1e-6);
    }

    /** No number is the same in all rows: to standardise one would divide rounding errors by rounding errors. */
    @Provide
    Arbitrary<List<Ride>> rides() {
        return RandomRides.rides().map(rides -> {
            List<Ride> more = new ArrayList<>(rides);
            more.add(new Ride(4, 7, 80.25, "b", false, 1f, LocalDateTime.of(2021, 1, 3, 7, 59), 2));
            return more;
        });
    }

    /** Hashes of texts are left out. */
    @Provide
    Arbitrary<Features> features() {
        return RandomRides.features()
                .map(features -> Features.of(features.list().stream()
                        .filter(feature -> !feature.name().matches("hash\\(.*flag.*"))
                        .toList()));
    }
}
