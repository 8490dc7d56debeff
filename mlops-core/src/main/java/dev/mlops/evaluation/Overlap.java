package dev.mlops.evaluation;

import dev.mlops.data.Dataset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells whether rows that are said to be held out are those that somebody learnt from. */
final class Overlap {
    /** A share of equal rows this far above what chance explains can't be chance. */
    private static final double MOST_BY_CHANCE = 0.05;

    private static final double DEVIATIONS = 3;

    private Overlap() {}

    /**
     * Why the rows aren't held out, as a sentence; empty where nothing speaks against it.
     *
     * @param names of the contenders
     * @param evaluations of the contenders, on the same rows
     */
    static Optional<String> find(List<String> names, List<Evaluation> evaluations, @Nullable Dataset<?> training) {
        for (int i = 0; i < names.size(); i++) {
            if (evaluations.get(i).isOfTrainingRows()) {
                return Optional.of("'" + names.get(i) + "' was trained on these very rows,"
                        + evaluations.get(i).data().map(data -> " " + data).orElse("")
                        + ": only rows that it has never seen can tell what it is worth.");
            }
        }
        return training == null
                ? Optional.empty()
                : evaluations.stream()
                        .flatMap(evaluation -> evaluation.rowsIfKnown().stream())
                        .findFirst()
                        .flatMap(rows -> between(rows, training));
    }

    private static Optional<String> between(Rows<?> heldOut, Dataset<?> training) {
        if (heldOut.isAll() && heldOut.dataset().contentHash().equals(training.contentHash())) {
            return Optional.of("The held-out rows are the training rows, '" + training.name()
                    + "': only rows that no candidate has seen can tell what it is worth.");
        }
        Map<Object, Integer> counts = new HashMap<>();
        training.rows().forEach(row -> counts.merge(row, 1, Integer::sum));
        double equal = heldOut.share(counts::containsKey);
        double byChance = (double) counts.values().stream()
                        .filter(count -> count > 1)
                        .mapToInt(count -> count)
                        .sum()
                / Math.max(1, training.size());
        double deviation = Math.sqrt(byChance * (1 - byChance) / heldOut.numbers().length);
        return equal - byChance <= MOST_BY_CHANCE + DEVIATIONS * deviation
                ? Optional.empty()
                : Optional.of(Text.percent(equal) + " of the held-out rows equal a training row, where "
                        + Text.percent(byChance)
                        + " of the training rows equal another: only rows that no candidate has seen can tell what it is"
                        + " worth.");
    }
}
