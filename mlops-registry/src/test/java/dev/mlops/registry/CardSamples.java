package dev.mlops.registry;

import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Fill;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.tracking.Experiment;
import dev.mlops.tracking.Run;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A model of trips, and what a team records of it. */
final class CardSamples {
    private CardSamples() {}

    record Trip(@Nullable Double miles, @Nullable String zone, double minutes) {}

    /** Three minutes a mile; the farther zone 3 is, the less is known. */
    static Dataset<Trip> trips(String name, int rows, long seed) {
        Random random = new Random(seed);
        return Dataset.of(
                name,
                Trip.class,
                IntStream.range(0, rows)
                        .mapToObj(i -> {
                            int zone = 1 + random.nextInt(3);
                            double miles = 1 + 9 * random.nextDouble();
                            return new Trip(miles, "zone " + zone, 3 * miles + zone * random.nextGaussian());
                        })
                        .toList());
    }

    static Model model(Dataset<Trip> rows) {
        Features features = Features.of(
                Feature.number("miles").within(0.01, 100).fill(Fill.median()),
                Feature.category("zone").unseen(Rule.IGNORE).missing(Rule.FAIL));
        return Model.regression(features.fit(rows), "minutes").train(new RidgeTrainer(1), rows);
    }

    static Evaluation evaluation(Model model) {
        return Evaluation.of(model, trips("February", 300, 2));
    }

    /** A run that recorded the model, with data, parameters and a metric. */
    static Run run(Workspace workspace, Model model) {
        Experiment experiment = Experiment.named("trip durations").in(workspace);
        experiment.run("ridge", run -> {
            run.param("alpha", "1").metric("rmse", 2.1653);
            run.model(model);
        });
        return experiment.runs().first();
    }

    /** A version with everything that a card may show. */
    static ModelVersion full(ModelRegistry registry, Workspace workspace) {
        Model model = model(trips("January", 500, 1));
        ModelVersion version = registry.because("weekly")
                .registration("trip-duration")
                .run(run(workspace, model))
                .describe("With zones.")
                .dataset(new DatasetInput("January", "sha256:" + "a1".repeat(32), "training", "trips.csv", "", 500))
                .example(Map.of("miles", 4.5, "zone", "zone 1"))
                .register();
        registry.model("trip-duration")
                .describe("How long a taxi ride will take.")
                .tag(ModelCard.INTENDED_USE, "Shows passengers how long a ride will take.\n\nNot for prices.")
                .tag(ModelCard.CONTACT, "rides@example.org");
        Gate gate = Gate.of(
                "rmse at most 2",
                candidate -> Verdict.of("rmse at most 2", false, "rmse is 2.1653", Map.of("rmse", 2.1653)));
        registry.because("best of the week").promote(version, "champion", gate);
        registry.because("checked by hand").promote(version, "champion", Gate.open());
        return registry.version("trip-duration/1").tag(ModelCard.LIMITS, "Snow and strikes.");
    }

    /** Names, texts and values that try to be markup. */
    static ModelVersion hostile(ModelRegistry registry) {
        String attack = "<script>alert(1)</script>|**x**\n# y\n- [z](javascript:alert(1)) `c` &lt; \u202Egpj.exe";
        Model model = model(trips("</table><img src=x onerror=alert(2)>|", 50, 1));
        ModelVersion version = registry.registration("a<b>|`x`*_[l](u)")
                .model(model)
                .describe(attack)
                .metric("m|<i>", 0.1)
                .param("<svg onload=alert(3)>", "a | b")
                .tag(
                        ModelCard.INTENDED_USE,
                        attack + "\n---\n1. one\n    code\n===\n> quote\n```\nhttps://evil.example www.evil.example")
                .dataset(new DatasetInput("d|<b>", "sha256:1", "<u>", "javascript:alert(4)|", "", -1))
                .example(Map.of("miles", 1, "zone", "<script>|"))
                .register();
        registry.by("<b>eve</b>|").because(attack).alias(version, "al<i>as|");
        return registry.version(version.reference());
    }

    static List<String> headings(String markdown) {
        return markdown.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
    }
}
