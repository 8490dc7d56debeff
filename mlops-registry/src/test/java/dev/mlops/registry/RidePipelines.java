package dev.mlops.registry;

import dev.mlops.data.Dataset;
import dev.mlops.data.RecordReader;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.pipeline.Param;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A small pipeline of the kind that teams have: reads a file, trains, evaluates. It counts its trainings. */
final class RidePipelines {
    private static final RecordReader<Ride> READER = RecordReader.of(Ride.class);

    final AtomicInteger trainings = new AtomicInteger();

    record Ride(String zone, double km, double minutes) {}

    record Trained(Model model, Evaluation evaluation) {}

    static Path write(Path file, int rides, long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("zone,km,minutes\n");
        for (int i = 0; i < rides; i++) {
            double km = 1 + random.nextInt(100) / 10.0;
            csv.append("z%d,%s,%s\n".formatted(random.nextInt(5), km, 3 * km + random.nextInt(50) / 10.0));
        }
        try {
            return Files.writeString(file, csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Dataset<Ride> read(Path file) {
        return READER.read(file);
    }

    Model ridge(Dataset<Ride> rides, double alpha) {
        trainings.incrementAndGet();
        return Model.regression(
                        Features.of(Feature.category("zone"), Feature.number("km"))
                                .fit(rides),
                        "minutes")
                .train(new RidgeTrainer(alpha), rides);
    }

    /** Its result is the model, which is cached. */
    Pipeline<Model> plain() {
        Pipeline.Builder p = Pipeline.named("train");
        Param<Path> file = p.param("train_data", Path.class);
        Param<Double> alpha = p.param("alpha", Double.class, 1.0);
        Step<Dataset<Ride>> load = p.step("load", file, RidePipelines::read);
        return p.build(p.step("fit", load, alpha, this::ridge).cached(Model.codec()));
    }

    /** The same pipeline later: trains otherwise. */
    Pipeline<Model> changed() {
        Pipeline.Builder p = Pipeline.named("train");
        Param<Path> file = p.param("train_data", Path.class);
        Param<Double> strength = p.param("strength", Double.class, 2.0);
        p.optionalParam("note", String.class);
        Step<Dataset<Ride>> load = p.step("load", file, RidePipelines::read);
        return p.build(p.step("fit", load, strength, (rides, s) -> ridge(rides, 10 * s)));
    }

    /** Its result has the model and how good it is. */
    TrainingPipeline<Trained> evaluated() {
        Pipeline.Builder p = Pipeline.named("train");
        Param<Path> file = p.param("train_data", Path.class);
        Param<Path> later = p.param("val_data", Path.class);
        Param<Optional<Double>> alpha = p.optionalParam("alpha", Double.class);
        Step<Dataset<Ride>> load = p.step("load", file, RidePipelines::read);
        Step<Optional<Dataset<Ride>>> loadLater = p.step("load-later", later, f -> Optional.of(read(f)));
        Step<Model> fit = p.step("fit", load, alpha, (rides, a) -> ridge(rides, a.orElse(1.0)));
        Step<Trained> evaluate = p.step(
                "evaluate",
                fit,
                loadLater,
                (model, rides) -> new Trained(model, Evaluation.of(model, rides.orElseThrow())));
        return TrainingPipeline.of(p.build(evaluate))
                .model(Trained::model)
                .metrics(trained -> Map.of("rmse", trained.evaluation().rmse()));
    }
}
