package dev.mlops.evaluation;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The unweighted mean of other statistics, such as AUC of one label against the rest over all labels. */
record MeanStatistic(List<Statistic> parts) implements Statistic {
    @Override
    public double value() {
        return mean(Statistic::value);
    }

    @Override
    public double of(int[] counts) {
        return mean(part -> part.of(counts));
    }

    private double mean(ToDoubleFunction<Statistic> figure) {
        return parts.stream().mapToDouble(figure).average().orElseThrow();
    }
}
