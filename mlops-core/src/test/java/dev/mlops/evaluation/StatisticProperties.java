package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A statistic of counted rows is the metric of a dataset in which the rows stand as often as they count. */
class StatisticProperties {
    private static final List<String> LABELS = List.of("a", "b", "c");

    @Property(tries = 200)
    void a_resample_of_numbers_has_the_metrics_of_its_rows(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int rows) {
        Random random = new Random(seed);
        double[] truth = random.doubles(rows, -5, 5).map(Math::rint).toArray();
        double[] predicted = random.doubles(rows, -5, 5).map(Math::rint).toArray();

        check(Evaluation.regression(truth, predicted), random);
    }

    @Property(tries = 200)
    void a_resample_of_labels_has_the_metrics_of_its_rows(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 40) int rows,
            @ForAll @IntRange(min = 2, max = 3) int labels) {
        Random random = new Random(seed);
        List<String> known = LABELS.subList(0, labels);
        List<String> truth = IntStream.range(0, rows)
                .mapToObj(row -> known.get(random.nextInt(labels)))
                .toList();
        double[][] scores = IntStream.range(0, rows)
                .mapToObj(row -> probabilities(random, labels))
                .toArray(double[][]::new);

        check(Evaluation.classification(known, truth, scores), random);
    }

    private static double[] probabilities(Random random, int labels) {
        double[] tenths = random.doubles(labels, 0, 10).map(Math::ceil).toArray();
        double sum = Arrays.stream(tenths).sum();
        return Arrays.stream(tenths).map(value -> value / sum).toArray();
    }

    private static void check(Evaluation evaluation, Random random) {
        int clusterCount = 1 + random.nextInt(evaluation.rows());
        int[] ofRow = random.ints(evaluation.rows(), 0, clusterCount).toArray();
        int[] counts = random.ints(clusterCount, 0, 4).toArray();
        int[] resample = IntStream.range(0, evaluation.rows())
                .flatMap(row -> IntStream.generate(() -> row).limit(counts[ofRow[row]]))
                .toArray();
        if (resample.length == 0) {
            return;
        }
        Outcomes expected = evaluation.outcomes().select(resample);
        for (Metric metric : evaluation.outcomes().defined()) {
            double actual = evaluation
                    .outcomes()
                    .statistic(metric, Units.clusters(clusterCount, ofRow))
                    .of(counts);
            if (expected.whyUndefined(metric) == null) {
                double value =
                        expected.statistic(metric, Units.rows(resample.length)).value();
                assertThat(actual).as(metric.key()).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
            } else if (metric == Metric.AUC) {
                assertThat(actual).isNaN();
            }
        }
    }
}
