package dev.mlops.examples.trips;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.model.Model;
import dev.mlops.model.onnx.OnnxExport;
import dev.mlops.model.onnx.OnnxModel;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import dev.mlops.serving.Predictor;
import dev.mlops.storage.Workspace;
import dev.mlops.tracking.Experiment;
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

    @Test
    void a_graph_is_tracked_registered_and_served_as_any_model_though_nobody_knows_its_training_data()
            throws Exception {
        Path file = data.resolve("linear.onnx");
        OnnxExport.of(model(TripModel.LINEAR)).save(file);
        Model graph = OnnxModel.read(file).regression("duration");
        try (Workspace workspace = Workspace.inMemory()) {
            Experiment experiment = Experiment.named("graphs").in(workspace);
            experiment.run("linear", run -> run.model(graph));
            ModelRegistry registry = ModelRegistry.in(workspace);
            ModelVersion fromRun = registry.register("trips", experiment.runs().first());
            ModelVersion fromMemory = registry.register("trips", graph);

            assertThat(fromRun.modelHash()).isEqualTo(graph.contentHash());
            assertThat(fromMemory.datasets()).isEmpty();
            registry.alias(fromMemory, "champion");
            try (Predictor<Trip> predictor = Predictor.of(registry, "trips@champion", Trip.class)) {
                assertThat(predictor.predict(others.get(0))).isEqualTo(graph.predict(others.get(0)));
            }
        }
    }

    private static Model model(TripModel kind) {
        return kind.train(kind.defaultFeatures(), kind.defaultAlpha(), january);
    }
}
