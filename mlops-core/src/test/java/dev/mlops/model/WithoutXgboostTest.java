package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boosted trees on a machine that has neither XGBoost's classes nor its native library. */
class WithoutXgboostTest {

    @Test
    void a_saved_boosted_model_predicts_where_xgboost_is_not_on_the_class_path(@TempDir Path directory)
            throws Exception {
        Dataset<Journey> rows = Journey.dataset(200, 1);
        Model model = Model.regression(Journey.features().fit(rows), "duration")
                .train(Estimators.fresh(Estimators.NUMBERS, "boosted"), rows);
        model.save(directory.resolve("model"));
        double expected = model.predict(Map.of("zone", 3, "kind", "street", "distance", 2.5, "wind", 0.5));

        String output = run(directory.resolve("model"));

        assertThat(output).contains("prediction " + expected);
        assertThat(output).contains("org.tribuo:tribuo-regression-xgboost");
    }

    private static String run(Path model) throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("xgboost"))
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(java, "-cp", classPath, Predict.class.getName(), model.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** What the other process does. */
    static final class Predict {
        public static void main(String[] arguments) {
            Model model = Model.load(Path.of(arguments[0]));
            System.out.println(
                    "prediction " + model.predict(Map.of("zone", 3, "kind", "street", "distance", 2.5, "wind", 0.5)));
            try {
                model.estimator();
            } catch (dev.mlops.InvalidException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
