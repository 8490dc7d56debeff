package dev.mlops.examples.trips;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mlops.NotFoundException;
import dev.mlops.registry.Candidate;
import dev.mlops.registry.Gate;
import dev.mlops.registry.History;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import dev.mlops.registry.Promotion;
import dev.mlops.registry.Reproduction;
import dev.mlops.registry.TrainingPipeline;
import dev.mlops.registry.Verdict;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.tracking.Run;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models of trip durations in the registry of a workspace. */
final class TripRegistry {
    static final String MODEL = "trip-duration";
    static final String CHAMPION = "champion";

    private static final String ERROR = "val_rmse";
    private static final String CHECK = ERROR + " lower than the holder's";
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
        Promotion promotion =
                registry.because(reason).promote(version(number), alias, Gate.of(CHECK, TripRegistry::isBetter));
        List<String> reasons = promotion.refusals().stream()
                .map(refusal -> refusal.check() + ": " + refusal.finding())
                .toList();
        return TripAnswer.of(
                promotion.accepted(),
                new Promoted(MODEL, promotion.version(), alias, promotion.accepted(), reasons),
                promotion.toText());
    }

    private static Verdict isBetter(Candidate candidate) {
        double error = candidate.version().metric(ERROR);
        OptionalDouble other =
                candidate.holder().isPresent() ? candidate.holder().get().findMetric(ERROR) : OptionalDouble.empty();
        if (other.isEmpty()) {
            return Verdict.passed(
                    CHECK, String.format(Locale.ROOT, "%.4f, and there is none to beat", error), Map.of(ERROR, error));
        }
        String finding = String.format(Locale.ROOT, "%.4f against %.4f", error, other.getAsDouble());
        Map<String, Double> figures = Map.of(ERROR, error, "holder", other.getAsDouble());
        return error < other.getAsDouble()
                ? Verdict.passed(CHECK, finding, figures)
                : Verdict.refused(CHECK, finding, figures);
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
        String pipeline = version.run()
                .flatMap(Run::parentId)
                .map(tracking::run)
                .flatMap(Run::pipeline)
                .orElse("");
        return pipeline.equals("compare")
                ? TripPipelines.training(version.params().getOrDefault("model", ""))
                : TripPipelines.training();
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
