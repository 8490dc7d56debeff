package dev.mlops.model;

import dev.mlops.data.Dataset;
import dev.mlops.model.internal.PriorTrainer;
import dev.mlops.model.internal.StatisticTrainer;
import dev.mlops.model.internal.StatisticTrainer.Statistic;
import org.jspecify.annotations.Nullable;

/**
 * The simplest models, which any other should beat: a mean, a median, either by a group, or the most frequent label. They
 * are models like any other: they save, load, evaluate and serve. Immutable.
 *
 * <pre>
 * Model usual = Baseline.median("duration").by("PULocationID", "DOLocationID").train(january);
 * </pre>
 */
public final class Baseline {
    private final String target;
    private final @Nullable Statistic statistic;
    private final Features features;

    private Baseline(String target, @Nullable Statistic statistic, Features features) {
        this.target = target;
        this.statistic = statistic;
        this.features = features;
    }

    /** Predicts the mean of the number in column {@code target}. */
    public static Baseline mean(String target) {
        return new Baseline(target, Statistic.MEAN, Features.none());
    }

    /** Predicts the median of the number in column {@code target}. */
    public static Baseline median(String target) {
        return new Baseline(target, Statistic.MEDIAN, Features.none());
    }

    /**
     * Answers the most frequent label in column {@code target}; its probability, and that of every other label, is the
     * share of training rows that have it.
     */
    public static Baseline mostFrequent(String target) {
        return new Baseline(target, null, Features.none());
    }

    /**
     * Computes the mean or median within the rows that agree in these columns. A row of a group that training didn't
     * see, or with a value missing, gets that of all rows.
     *
     * @throws IllegalStateException if this is a most frequent label
     * @throws IllegalArgumentException if there are no columns
     */
    public Baseline by(String... columns) {
        if (statistic == null) {
            throw new IllegalStateException("the most frequent label is not computed by a group");
        }
        CategoryFeature group = columns.length == 1 ? Feature.category(columns[0]) : Feature.cross(columns);
        return new Baseline(target, statistic, Features.of(group));
    }

    /**
     * Computes the statistic.
     *
     * @throws dev.mlops.InvalidException as {@link Training#train} does
     */
    public Model train(Dataset<?> rows) {
        Vectorizer vectorizer = features.fit(rows);
        return statistic == null
                ? Model.classification(vectorizer, target).train(new PriorTrainer(), rows)
                : Model.regression(vectorizer, target).train(new StatisticTrainer(statistic), rows);
    }

    @Override
    public String toString() {
        return "%s of %s by %s".formatted(statistic == null ? "MOST_FREQUENT" : statistic, target, features);
    }
}
