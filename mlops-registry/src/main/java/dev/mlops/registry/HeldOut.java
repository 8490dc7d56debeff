package dev.mlops.registry;

import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Bootstrap;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.evaluation.Metric;
import dev.mlops.model.Model;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gates that load the candidate, and the holder of the alias where they compare, and evaluate both on data that was held
 * out; {@link Gate#on} begins one. Each refuses if a model that it evaluates was trained on this very data, by its digest.
 * Immutable.
 */
public final class HeldOut {
    /** The nominal coverage of intervals unless told otherwise. */
    public static final double LEVEL = 0.95;

    private final Dataset<?> data;
    private final double level;
    private final Bootstrap bootstrap;
    private final List<String> clusters;
    private final @Nullable String positive;

    private HeldOut(
            Dataset<?> data, double level, Bootstrap bootstrap, List<String> clusters, @Nullable String positive) {
        this.data = data;
        this.level = level;
        this.bootstrap = bootstrap;
        this.clusters = clusters;
        this.positive = positive;
    }

    static HeldOut of(Dataset<?> data) {
        return new HeldOut(Objects.requireNonNull(data, "data"), LEVEL, Bootstrap.DEFAULT, List.of(), null);
    }

    /**
     * The nominal coverage of intervals, two-sided; {@value #LEVEL} by default.
     *
     * @throws IllegalArgumentException if it isn't between 0 and 1
     */
    public HeldOut level(double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("level is " + coverage + ", expected between 0 and 1, such as 0.95");
        }
        return new HeldOut(data, coverage, bootstrap, clusters, positive);
    }

    /** How intervals are computed; {@link Bootstrap#DEFAULT} by default. */
    public HeldOut bootstrap(Bootstrap resampling) {
        return new HeldOut(data, level, Objects.requireNonNull(resampling, "resampling"), clusters, positive);
    }

    /**
     * Takes rows with equal values in these columns as dependent, as {@link Evaluation#clusteredBy} does: without it,
     * intervals are too narrow where rows of one day or customer resemble each other.
     *
     * @throws dev.mlops.InvalidException if the data has no such column
     */
    public HeldOut clusteredBy(String... columns) {
        List.of(columns).forEach(data.schema()::get);
        return new HeldOut(data, level, bootstrap, List.of(columns), positive);
    }

    /** Which of two labels F1 and AUC are about, as {@link Evaluation#positive} says; by default the second. */
    public HeldOut positive(String label) {
        return new HeldOut(data, level, bootstrap, clusters, Objects.requireNonNull(label, "label"));
    }

    /** Gates on this metric. */
    public HeldOutMetric metric(Metric metric) {
        return new HeldOutMetric(this, Objects.requireNonNull(metric, "metric"));
    }

    Dataset<?> data() {
        return data;
    }

    double level() {
        return level;
    }

    Bootstrap bootstrap() {
        return bootstrap;
    }

    /** Judges one evaluation. */
    @FunctionalInterface
    interface Judge {
        Verdict judge(Evaluation candidate);
    }

    /** Judges an evaluation beside that of the alias's holder. */
    @FunctionalInterface
    interface PairJudge {
        Verdict judge(Evaluation candidate, Evaluation holder);
    }

    Gate alone(String check, Judge judge) {
        return Gate.of(check, candidate -> {
            ModelVersion version = candidate.version();
            return trainedOn(version) ? refused(check, version) : judge.judge(evaluation(version.load()));
        });
    }

    /** Passes where there is no holder. */
    Gate compared(String check, PairJudge judge) {
        return Gate.of(check, candidate -> candidate
                .holder()
                .map(holder -> compared(check, candidate.version(), holder, judge))
                .orElseGet(() -> candidate.unopposed(check)));
    }

    private Verdict compared(String check, ModelVersion candidate, ModelVersion holder, PairJudge judge) {
        for (ModelVersion version : List.of(candidate, holder)) {
            if (trainedOn(version)) {
                return refused(check, version);
            }
        }
        return judge.judge(evaluation(candidate.load()), evaluation(holder.load()));
    }

    private boolean trainedOn(ModelVersion version) {
        String digest = data.contentHash();
        return version.load().provenance().data().digest().equals(digest)
                || version.datasets().stream()
                        .anyMatch(each -> each.context().equals(VersionRecord.TRAINING)
                                && each.digest().equals(digest));
    }

    private Verdict refused(String check, ModelVersion version) {
        return Verdict.refused(
                check,
                version + " was trained on '" + data.name() + "' (" + data.contentHash() + "), expected held-out data",
                Map.of());
    }

    private Evaluation evaluation(Model model) {
        Evaluation evaluation = Evaluation.of(model, data);
        Evaluation clustered =
                clusters.isEmpty() ? evaluation : evaluation.clusteredBy(clusters.toArray(String[]::new));
        return positive == null ? clustered : clustered.positive(positive);
    }
}
