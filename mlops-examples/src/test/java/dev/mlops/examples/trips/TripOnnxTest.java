package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.model.Model;
import dev.mlops.model.onnx.OnnxExport;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models of the example as graphs in ONNX Runtime. */
final class TripOnnxTest {
    private static final double MINUTES = 1e-4;

    @TempDir
    static Path data;

    private static Dataset<Trip> january;
    private static List<Trip> others;

    @BeforeAll
    static void makeTrips() {
        TripGenerator generator = new TripGenerator(5);
        january = Trips.read(generator.write(data.resolve("jan.csv.gz"), YearMonth.of(2021, 1), 4_000));
        others = new ArrayList<>(Trips.read(generator.write(data.resolve("feb.csv.gz"), YearMonth.of(2021, 2), 2_000))
                .rows());
        LocalDateTime leapNight = LocalDateTime.of(1968, 2, 29, 23, 59, 59, 999_999_999);
        for (int zone : new int[] {1, 7, TripGenerator.ZONES, TripGenerator.ZONES + 1, 0, -1, Integer.MIN_VALUE}) {
            for (double miles : new double[] {0, -1, 1e6, 3.5, Double.NaN, Double.POSITIVE_INFINITY}) {
                others.add(new Trip(leapNight, zone, 3, Optional.of(miles), 0));
                others.add(new Trip(leapNight.plusYears(53), 3, zone, Optional.of(miles), 0));
            }
            others.add(new Trip(leapNight, zone, zone, Optional.empty(), 0));
        }
    }

    @Test
    void the_recommended_model_answers_as_a_graph_for_unseen_zones_and_missing_distances_too() {
        OnnxExport export = OnnxExport.of(model(TripModel.BEST));

        assertThat(export.verify(others)).isLessThan(MINUTES);
        assertThat(export.verify(january.rows())).isLessThan(MINUTES);
        assertThat(export.bytes()).hasSizeLessThan(8 << 20);
    }

    @Test
    void the_pair_of_zones_and_the_boosted_trees_answer_as_graphs() {
        for (TripModel kind : List.of(TripModel.LINEAR, TripModel.LASSO, TripModel.MEDIAN_OF_PAIR, TripModel.BOOSTED)) {
            assertThat(OnnxExport.of(model(kind)).verify(others))
                    .as(kind.toString())
                    .isLessThan(MINUTES);
        }
    }

    private static Model model(TripModel kind) {
        return kind.train(kind.defaultFeatures(), kind.defaultAlpha(), january);
    }
}
