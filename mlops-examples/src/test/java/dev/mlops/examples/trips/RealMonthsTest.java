package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.data.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact optima on real months, which are not part of the project: skipped where they are absent. */
final class RealMonthsTest {
    private static final Path MONTHS = Path.of(System.getProperty("mlops.shared", "../../shared"))
            .resolve("data")
            .resolve("nyc-green-taxi");

    private static TripMonths months;

    @BeforeAll
    static void readMonths() {
        Assumptions.assumeTrue(Files.isDirectory(MONTHS), "real months are not at " + MONTHS);
        months = new TripMonths(month("2021-01"), month("2021-02"), Optional.of(month("2021-03")));
    }

    private static Dataset<Trip> month(String month) {
        return Trips.read(MONTHS.resolve("green_tripdata_" + month + ".parquet"));
    }

    @Test
    void as_many_trips_are_kept_as_others_have_counted() {
        assertThat(months.train().size()).isEqualTo(73_908);
        assertThat(months.validation().size()).isEqualTo(61_921);
        assertThat(months.test().orElseThrow().size()).isEqualTo(80_372);
    }

    @ParameterizedTest
    @CsvSource({
        "BASELINE,    0,     NONE,  11.5631,         12.2131,          5e-5",
        "LINEAR,      0,     PAIR,  4.640696266933,  7.480826943,      1e-9",
        "RIDGE,       0.1,   PAIR,  4.656447084229,  7.458798809142,   1e-10",
        "RIDGE,       1,     PAIR,  5.195459035574,  7.564155595430,   1e-10",
        "LASSO,       0.001, PAIR,  8.345443143981,  9.233397128919,   1e-7",
        "LASSO,       0.01,  PAIR,  10.550477907725, 11.167274717499,  1e-7",
        "ELASTIC_NET, 0.01,  PAIR,  10.885674900887, 11.515860520033,  1e-7",
        "LINEAR,      0,     ZONES, 9.775258694528,  10.473542900,     1e-9",
        "RIDGE,       1,     ZONES, 9.776557969959,  10.469294623734,  1e-10",
        "LASSO,       0.01,  ZONES, 10.176932071835, 10.812725371961,  1e-7",
        "BEST,        3,     RICH,  3.911652758,     5.383998302,      1e-6",
    })
    void errors_are_those_of_the_exact_optimum(
            TripModel model, double alpha, TripFeatures features, double train, double validation, double tolerance) {
        TripScore score =
                TripResult.of(new TripPlan(model, alpha, features), months).score();

        assertThat(score.trainRmse()).isCloseTo(train, within(tolerance));
        assertThat(score.valRmse()).isCloseTo(validation, within(tolerance));
    }

    @Test
    void the_recommended_model_holds_on_a_month_that_nothing_was_chosen_on() {
        TripScore score = TripResult.of(TripPlan.of(TripModel.BEST), months).score();

        assertThat(score.testRmse()).isLessThan(5.5);
    }
}
