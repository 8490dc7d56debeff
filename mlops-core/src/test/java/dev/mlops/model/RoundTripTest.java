package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.model.linear.ElasticNetTrainer;
import dev.mlops.model.linear.LassoTrainer;
import dev.mlops.model.linear.LinearRegressionTrainer;
import dev.mlops.model.linear.RidgeTrainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

/** Every kind of model that this library can make, through a directory and through the codec. */
class RoundTripTest {
    private static final Dataset<Journey> ROWS = Journey.dataset(120, 1);
    private static final Vectorizer COLUMNS = Journey.features().fit(ROWS);
    private static final Map<String, Supplier<Model>> NUMBERS = numbers();
    private static final Map<String, Supplier<Model>> LABELS = labels();

    @TempDir
    Path directory;

    private static Map<String, Supplier<Model>> numbers() {
        Map<String, Supplier<Model>> models = new LinkedHashMap<>();
        Estimators.NUMBERS.forEach((kind, trainer) -> models.put(kind, () -> regression(trainer.get())));
        Estimators.OTHER_NUMBERS.forEach((kind, trainer) -> models.put(kind, () -> regression(trainer.get())));
        models.put("least squares", () -> regression(new LinearRegressionTrainer()));
        models.put("ridge", () -> regression(new RidgeTrainer(1)));
        models.put("lasso", () -> regression(new LassoTrainer(0.01)));
        models.put("elastic net", () -> regression(new ElasticNetTrainer(0.01, 0.5)));
        models.put("mean", () -> Baseline.mean("duration").train(ROWS));
        models.put(
                "median by",
                () -> Baseline.median("duration").by("zone", "kind").train(ROWS));
        models.put("average", () -> average("ridge", "boosted"));
        models.put("average of an average", () -> Model.average(List.of(made("average"), made("lasso")), 1, 3));
        models.put("average with what tribuo answers", () -> average("factorisation", "cart"));
        return models;
    }

    private static Map<String, Supplier<Model>> labels() {
        Map<String, Supplier<Model>> models = new LinkedHashMap<>();
        Estimators.LABELS.forEach((kind, trainer) -> models.put(kind, () -> classifier(trainer.get())));
        Estimators.OTHER_LABELS.forEach((kind, trainer) -> models.put(kind, () -> classifier(trainer.get())));
        models.put("most frequent", () -> Baseline.mostFrequent("speed").train(ROWS));
        return models;
    }

    private static Model regression(Trainer<Regressor> trainer) {
        return Model.regression(COLUMNS, "duration").train(trainer, ROWS);
    }

    private static Model classifier(Trainer<Label> trainer) {
        return Model.classification(COLUMNS, "speed").train(trainer, ROWS);
    }

    private static Model average(String one, String other) {
        return Model.average(List.of(made(one), made(other)), 1, 0.5);
    }

    private static Model made(String kind) {
        return Estimators.fresh(NUMBERS, kind);
    }

    static Stream<String> kindsOfNumbers() {
        return NUMBERS.keySet().stream().sorted();
    }

    static Stream<String> kindsOfLabels() {
        return LABELS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("kindsOfNumbers")
    void a_regression_survives_directory_and_codec_and_its_bytes_do_not_depend_on_the_clock(String kind)
            throws IOException {
        Model model = made(kind);
        for (Model back : List.of(throughDirectory(model), throughCodec(model))) {
            assertThat(back.predictAll(ROWS.rows())).containsExactly(model.predictAll(ROWS.rows()));
            assertThat(back.estimator().getClass()).isEqualTo(model.estimator().getClass());
            assertThat(back.contentHash()).isEqualTo(made(kind).contentHash());
        }
    }

    @ParameterizedTest
    @MethodSource("kindsOfLabels")
    void a_classifier_survives_directory_and_codec(String kind) throws IOException {
        Model model = Estimators.fresh(LABELS, kind);
        for (Model back : List.of(throughDirectory(model), throughCodec(model))) {
            assertThat(back.estimator().getClass()).isEqualTo(model.estimator().getClass());
            for (Journey row : ROWS) {
                assertThat(back.classify(row)).isEqualTo(model.classify(row));
            }
        }
    }

    private Model throughDirectory(Model model) {
        model.save(directory.resolve("model"));
        return Model.load(directory.resolve("model"));
    }

    private static Model throughCodec(Model model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Model.codec().write(model, out);
        return Model.codec().read(new ByteArrayInputStream(out.toByteArray()));
    }
}
