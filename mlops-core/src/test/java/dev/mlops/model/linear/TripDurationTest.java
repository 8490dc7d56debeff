package dev.mlops.model.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mlops.data.Column;
import dev.mlops.data.Dataset;
import dev.mlops.data.RecordReader;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.Vectorizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tribuo.regression.sgd.linear.LinearSGDModel;

/**
 * The exact optima of the trip-duration task on real months of green-taxi trips, root mean squared errors in minutes;
 * skipped where the months are absent.
 */
class TripDurationTest {
    private static final Features PAIR =
            Features.of(Feature.cross("PULocationID", "DOLocationID"), Feature.number("trip_distance"));
    private static final Features ZONES = Features.of(
            Feature.category("PULocationID"), Feature.category("DOLocationID"), Feature.number("trip_distance"));
    private static final Map<String, Dataset<Trip>> MONTHS = new HashMap<>();

    record Times(
            @Column("lpep_pickup_datetime") LocalDateTime pickup,
            @Column("lpep_dropoff_datetime") LocalDateTime dropoff,
            int PULocationID,
            int DOLocationID,
            double trip_distance) {
        Trip trip() {
            return new Trip(
                    PULocationID,
                    DOLocationID,
                    trip_distance,
                    Duration.between(pickup, dropoff).toMillis() / 60_000.0);
        }
    }

    record Trip(int PULocationID, int DOLocationID, double trip_distance, double duration) {}

    @BeforeAll
    static void find() {
        assumeTrue(Files.isDirectory(folder()), "no green-taxi months in " + folder() + ", set -Dmlops.shared");
    }

    private static Path folder() {
        String given = System.getProperty("mlops.shared");
        return Path.of(given == null ? "../../shared" : given).resolve("data/nyc-green-taxi");
    }

    private static Dataset<Trip> month(String month) {
        return MONTHS.computeIfAbsent(month, name -> RecordReader.of(Times.class)
                .read(folder().resolve("green_tripdata_" + name + ".parquet"))
                .map(Trip.class, Times::trip)
                .filter(trip -> trip.duration() >= 1 && trip.duration() <= 60));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "pu+do, linear,      , 9.775258694528,  10.473542900,    ,              507",
        "pu+do, ridge,    0.1, 9.775292687818,  10.472721717186, 10.530175538026, 507",
        "pu+do, ridge,      1, 9.776557969959,  10.469294623734, 10.527661537288, 507",
        "pu+do, ridge,     10, 9.793818764700,  10.472609516750, 10.536663595889, 507",
        "pu+do, lasso,  0.001, 9.806773683725,  10.481251533854, 10.552377250434, 389",
        "pu+do, lasso,   0.01, 10.176932071835, 10.812725371961, 10.902131300461, 130",
        "pu+do, lasso,    0.1, 11.059008300558, 11.674814025942, 11.729742705550, 12",
        "pu+do, net,     0.01, 10.326278879376, 10.962951811292, 11.039471135267, 234",
        "pu_do, linear,      , 4.640696266933,  7.480826943,     ,              13221",
        "pu_do, ridge,    0.1, 4.656447084229,  7.458798809142,  ,              13221",
        "pu_do, ridge,      1, 5.195459035574,  7.564155595430,  ,              13221",
        "pu_do, lasso,  0.001, 8.345443143981,  9.233397128919,  ,              1407",
        "pu_do, lasso,   0.01, 10.550477907725, 11.167274717499, ,              97",
        "pu_do, net,     0.01, 10.885674900887, 11.515860520033, 11.585583321626, 185",
        "pu_do, net,    0.001, 9.314857966070,  10.075585793913, 10.146941781529, 2956",
    })
    void theOptimumIsReached(
            String features, String kind, Double alpha, double train, double validation, Double test, int nonZero) {
        Model model = train(features.equals("pu_do") ? PAIR : ZONES, trainer(kind, alpha));
        assertThat(Convergence.of(model.estimator()).converged()).isTrue();
        assertThat(error(model, "2021-01")).isCloseTo(train, within(1e-9));
        assertThat(error(model, "2021-02")).isCloseTo(validation, within(1e-9));
        if (test != null) {
            assertThat(error(model, "2021-03")).isCloseTo(test, within(1e-9));
        }
        assertThat(nonZero(model)).isEqualTo(nonZero);
    }

    @Test
    void theMonthsAreTheOnesOfTheFigures() {
        assertThat(month("2021-01").size()).isEqualTo(73_908);
        assertThat(month("2021-02").size()).isEqualTo(61_921);
    }

    @Test
    void aTinyLassoConvergesTowardsLinearRegression() {
        Model model = train(PAIR, new LassoTrainer(1e-8));
        Convergence convergence = Convergence.of(model.estimator());
        assertThat(convergence.converged()).isTrue();
        assertThat(convergence.iterations()).isLessThan(1_000);
        assertThat(error(model, "2021-01")).isCloseTo(4.640696266933, within(1e-7));
    }

    private static LinearTrainer<?> trainer(String kind, Double alpha) {
        return switch (kind) {
            case "linear" -> new LinearRegressionTrainer();
            case "ridge" -> new RidgeTrainer(alpha);
            case "lasso" -> new LassoTrainer(alpha);
            default -> new ElasticNetTrainer(alpha, 0.5);
        };
    }

    private static Model train(Features features, LinearTrainer<?> trainer) {
        Vectorizer vectorizer = features.fit(month("2021-01"));
        return Model.regression(vectorizer, "duration").train(trainer, month("2021-01"));
    }

    private static double error(Model model, String month) {
        List<Trip> trips = month(month).rows();
        double[] predicted = model.predictAll(trips);
        double sum = 0;
        for (int i = 0; i < predicted.length; i++) {
            double error = trips.get(i).duration() - predicted[i];
            sum += error * error;
        }
        return Math.sqrt(sum / predicted.length);
    }

    private static long nonZero(Model model) {
        double[] row = ((LinearSGDModel) model.estimator()).getWeightsCopy().toArray()[0];
        return Arrays.stream(row, 0, row.length - 1)
                .filter(weight -> weight != 0)
                .count();
    }
}
