package dev.mlops.examples.trips;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mlops.NotFoundException;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.registry.Gate;
import dev.mlops.registry.History;
import dev.mlops.registry.ModelCard;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import dev.mlops.registry.Promotion;
import dev.mlops.registry.Reproduction;
import dev.mlops.registry.TrainingPipeline;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.tracking.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models of trip durations in the registry of a workspace. */
final class TripRegistry {
    static final String MODEL = "trip-duration";
    static final String CHAMPION = "champion";
    static final String REFERENCE = MODEL + "@" + CHAMPION;

    private static final String ERROR = "val_rmse";

    /** Better on the same trips than the version that has the alias, and quick enough to answer while somebody waits. */
    private static final Gate GATE =
            Gate.metric(ERROR).improvesBy(0.001).and(Gate.predictsWithin(Duration.ofMillis(50)));

    private static final Set<String> ABOUT_ALIASES = Set.of("alias", "unalias", "promote", "refuse", "rollback");

    private final TripTracking tracking;
    private final ModelRegistry registry;

    TripRegistry(TripTracking tracking) {
        this.tracking = tracking;
        this.registry = tracking.registry();
    }

    /** A version, and the run and the error that it came with. */
    record Registered(
            @JsonProperty("model") String model,
            @JsonProperty("version") int version,
            @JsonProperty("run") String run,
            @JsonProperty("val_rmse") double error) {}

    /** Registers the model of a run, of that with the lowest error unless one is named. */
    TripAnswer register(Optional<String> runId) {
        Run run = runId.map(tracking::run).orElseGet(() -> tracking.models().first());
        ModelVersion version =
                registry.registration(MODEL).run(run).example(Trips.EXAMPLE).register();
        return TripAnswer.of(
                true,
                new Registered(MODEL, version.number(), run.id(), version.metric(ERROR)),
                String.format(
                        Locale.ROOT,
                        "%s from run %s '%s', validation error %.4f",
                        version,
                        run.id(),
                        run.name(),
                        version.metric(ERROR)));
    }

    /** What became of a promotion; the reasons are why it was refused. */
    record Promoted(
            @JsonProperty("model") String model,
            @JsonProperty("version") int version,
            @JsonProperty("alias") String alias,
            @JsonProperty("accepted") boolean accepted,
            @JsonProperty("reasons") List<String> reasons) {}

    /** Gives a version an alias, if its error is lower than that of the version that has it. */
    TripAnswer promote(Optional<Integer> number, String alias, String reason) {
        Promotion promotion = registry.because(reason).promote(version(number), alias, GATE);
        List<String> reasons = promotion.refusals().stream()
                .map(refusal -> refusal.check() + ": " + refusal.finding())
                .toList();
        return TripAnswer.of(
                promotion.accepted(),
                new Promoted(MODEL, promotion.version(), alias, promotion.accepted(), reasons),
                promotion.toText());
    }

    /** A change; the alias is empty where it isn't about one, and the version 0 where it is about the model. */
    record Change(
            @JsonProperty("alias") String alias,
            @JsonProperty("version") int version,
            @JsonProperty("at") String at,
            @JsonProperty("actor") String actor,
            @JsonProperty("action") String action,
            @JsonProperty("reason") String reason) {

        static Change of(AuditEntry entry) {
            return new Change(
                    ABOUT_ALIASES.contains(entry.action()) ? entry.subject() : "",
                    entry.version(),
                    entry.time().toString(),
                    entry.actor(),
                    entry.action(),
                    entry.reason());
        }
    }

    /** Who changed what, when and why. */
    TripAnswer history() {
        History history = registry.model(MODEL).history();
        return new TripAnswer(true, history.entries().stream().map(Change::of).toList(), history.toText());
    }

    /** How a reproduction went; the difference is null where there is no second model to compare. */
    record Reproduced(
            @JsonProperty("model") String model,
            @JsonProperty("version") int version,
            @JsonProperty("bit_identical") boolean identical,

            @JsonProperty("max_prediction_difference") @Nullable
            Double difference,

            @JsonProperty("data_unchanged") boolean dataUnchanged) {}

    /** Trains a version anew from what was recorded, and compares. */
    TripAnswer reproduce(Optional<Integer> number) {
        ModelVersion version = version(number);
        Reproduction reproduction = registry.reproduce(version, training(version));
        OptionalDouble difference = reproduction.maxPredictionDifference();
        return TripAnswer.of(
                reproduction.isIdentical(),
                new Reproduced(
                        MODEL,
                        reproduction.version(),
                        reproduction.isIdentical(),
                        difference.isPresent() ? difference.getAsDouble() : null,
                        reproduction.isDataUnchanged()),
                reproduction.toText());
    }

    /** The pipeline that made a version: one that trains a single model, or all of them. */
    private TrainingPipeline<?> training(ModelVersion version) {
        String pipeline = pipelineRun(version).flatMap(Run::pipeline).orElse("");
        return switch (pipeline) {
            case "compare" -> TripPipelines.training(version.params().getOrDefault("model", ""));
            case TripPipelines.FIRST -> TripPipelines.training(TripPipelines.first());
            default -> TripPipelines.training(TripPipelines.train());
        };
    }

    private Optional<Run> pipelineRun(ModelVersion version) {
        return version.run().flatMap(Run::parentId).map(tracking::run);
    }

    /** The version that answers, if there is one. */
    Optional<ModelVersion> champion() {
        return registry.findVersion(REFERENCE);
    }

    /** The file of trips that a version learnt from, if that is known. */
    Optional<Path> trips(ModelVersion version) {
        return pipelineRun(version)
                .map(run -> run.params().get(TripPipelines.TRAIN_DATA))
                .map(Path::of);
    }

    /** Where the card of a version is. */
    record Written(
            @JsonProperty("model") String model,
            @JsonProperty("version") int version,
            @JsonProperty("markdown") String markdown,
            @JsonProperty("html") String html) {}

    /** Writes a version's card into a folder, with its errors by the zone of pickup where later trips are given. */
    TripAnswer card(Optional<Integer> number, Optional<Path> trips, Path folder) {
        ModelVersion version = version(number);
        ModelCard card = ModelCard.of(version);
        if (trips.isPresent()) {
            card = card.evaluation(Evaluation.of(version.load(), Trips.read(trips.get())), "PULocationID");
        }
        Path markdown = folder.resolve("card.md");
        Path html = folder.resolve("card.html");
        card.toMarkdown(markdown);
        card.toHtml(html);
        return TripAnswer.of(
                true,
                new Written(MODEL, version.number(), markdown.toString(), html.toString()),
                "card of " + version + ": " + markdown + ", " + html);
    }

    /** Who has an alias after it was taken back. */
    record RolledBack(
            @JsonProperty("model") String model,
            @JsonProperty("alias") String alias,
            @JsonProperty("version") int version) {}

    /** Gives an alias back to the version that had it before. */
    TripAnswer rollback(String alias, String reason) {
        ModelVersion version = registry.because(reason).rollback(MODEL, alias);
        return TripAnswer.of(true, new RolledBack(MODEL, alias, version.number()), alias + " is " + version + " again");
    }

    private ModelVersion version(Optional<Integer> number) {
        return number.map(each -> registry.version(MODEL + "/" + each))
                .or(() -> registry.versions(MODEL).orderBy("version desc").find())
                .orElseThrow(() ->
                        new NotFoundException("model '" + MODEL + "' has no version, expected one: register makes it"));
    }
}
