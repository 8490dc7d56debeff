package dev.mlops.evaluation;

import dev.mlops.evaluation.Feasibility.Verdict;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compares candidates with baselines and reaches the verdict. Contenders are numbered, the baselines first. */
final class Assessor {
    /** Fewer independent rows than this prove nothing: below it bootstrap intervals are too narrow. */
    static final int FEWEST_UNITS = 30;

    private final Feasibility.Builder asked;
    private final List<String> names;
    private final List<Evaluation> evaluations;
    private final int baselines;
    private final Metric metric;
    private final Units units;
    private final Replicates replicates;

    Assessor(Feasibility.Builder asked) {
        this.asked = asked;
        Map<String, Evaluation> all = new LinkedHashMap<>(asked.baselines);
        all.putAll(asked.candidates);
        this.names = List.copyOf(all.keySet());
        this.evaluations = List.copyOf(all.values());
        this.baselines = asked.baselines.size();
        Evaluation first = evaluations.get(0);
        this.metric = asked.metric != null
                ? asked.metric
                : first.outcomes() instanceof NumberOutcomes ? Metric.RMSE : Metric.ACCURACY;
        checkComparable(first);
        this.units =
                asked.clusteredBy.isEmpty() ? first.units() : first.knownRows().clusters(asked.clusteredBy);
        List<Statistic> statistics = evaluations.stream()
                .map(evaluation -> evaluation.outcomes().statistic(metric, units))
                .toList();
        this.replicates = Replicates.draw(asked.bootstrap, units.count(), statistics);
    }

    private void checkComparable(Evaluation first) {
        for (int i = 0; i < evaluations.size(); i++) {
            Comparison.checkSameRows(evaluations.get(i), first);
            try {
                evaluations.get(i).outcomes().checkDefined(metric);
            } catch (IllegalStateException e) {
                throw new IllegalStateException("'" + names.get(i) + "': " + e.getMessage(), e);
            }
        }
    }

    Feasibility assess() {
        int baseline = bestOf(IntStream.range(0, baselines));
        String overlap = Overlap.find(names, evaluations, asked.training).orElse(null);
        Verdict verdict = overlap == null ? verdict(baseline) : Verdict.NOT_PROVEN;
        int best = best(verdict);
        List<Contender> contenders = IntStream.range(0, names.size())
                .mapToObj(i ->
                        new Contender(names.get(i), i < baselines, value(i), i == baseline ? null : gain(i, baseline)))
                .toList();
        GroupSupport groups = asked.groupedBy.isEmpty()
                ? null
                : GroupCounter.count(
                        asked.groupedBy, asked.training, metric, evaluations.get(baseline), evaluations.get(best));
        Feasibility.Setting setting = new Feasibility.Setting(
                metric, asked.worthIt, asked.level, rows(), comparisons(), data(), asked.clock.instant());
        List<String> reasons = new Reasons(
                        setting, verdict, contenders.get(best), contenders.get(baseline), units.count(), overlap)
                .sentences(groups);
        return new Feasibility(
                setting, verdict, contenders.get(best), contenders.get(baseline), contenders, groups, reasons);
    }

    private Verdict verdict(int baseline) {
        if (units.count() < FEWEST_UNITS) {
            return Verdict.NOT_PROVEN;
        }
        if (metric.shortfall(value(baseline).estimate()) == 0) {
            return Verdict.NO;
        }
        if (candidates().anyMatch(this::isWorthIt)) {
            return Verdict.YES;
        }
        return candidates().allMatch(this::isNotWorthIt) ? Verdict.NO : Verdict.NOT_PROVEN;
    }

    private boolean isWorthIt(int candidate) {
        return IntStream.range(0, baselines)
                .allMatch(b -> gain(candidate, b).relative().low() >= asked.worthIt);
    }

    private boolean isNotWorthIt(int candidate) {
        return IntStream.range(0, baselines)
                .anyMatch(b -> gain(candidate, b).relative().high() < asked.worthIt);
    }

    private int best(Verdict verdict) {
        return bestOf(verdict == Verdict.YES ? candidates().filter(this::isWorthIt) : candidates());
    }

    private IntStream candidates() {
        return IntStream.range(baselines, names.size());
    }

    private int bestOf(IntStream some) {
        return some.boxed()
                .min(Comparator.comparingDouble(i -> metric.shortfall(value(i).estimate())))
                .orElseThrow();
    }

    private Interval value(int contender) {
        return Intervals.of(
                metric,
                evaluations.get(contender).outcomes(),
                units,
                asked.level,
                () -> replicates.interval(values -> values[contender], asked.level));
    }

    private Gain gain(int contender, int baseline) {
        double level = 1 - (1 - asked.level) / comparisons();
        return Gain.of(metric, replicates, contender, baseline, level);
    }

    private int comparisons() {
        return baselines * (names.size() - baselines);
    }

    private @Nullable String data() {
        return evaluations.stream()
                .flatMap(evaluation -> evaluation.data().stream())
                .findFirst()
                .orElse(null);
    }

    private int rows() {
        return evaluations.get(0).rows();
    }
}
