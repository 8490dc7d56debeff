package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Feasibility.Verdict;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OverlapTest {
    private static final Dataset<Ride> TRAINING = Dataset.of("january", Ride.class, Rides.some(300, 1));

    private static Feasibility.Builder judgedOn(Dataset<Ride> rows) {
        return Feasibility.builder()
                .bootstrap(new Bootstrap(200, 1))
                .baseline("mean", Evaluation.regression(rows, "minutes", ride -> 16))
                .candidate("rule", Evaluation.regression(rows, "minutes", ride -> 3 * ride.miles()));
    }

    private static Dataset<Ride> rows(List<Ride> rides) {
        return Dataset.of("held out", Ride.class, rides);
    }

    @Test
    void a_model_judged_on_the_rows_it_learnt_from_proves_nothing() {
        Model ridge = Model.regression(Features.of(Feature.number("miles")).fit(TRAINING), "minutes")
                .train(new RidgeTrainer(1), TRAINING);

        Feasibility answer = judgedOn(TRAINING)
                .candidate("ridge", Evaluation.of(ridge, TRAINING))
                .assess();

        assertThat(answer.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(answer.reasons().get(0))
                .isEqualTo("'ridge' was trained on these very rows, january: only rows that it has never seen can tell"
                        + " what it is worth.");
        assertThat(judgedOn(TRAINING)
                        .candidate("ridge", Evaluation.of(ridge, TRAINING).clusteredBy("miles"))
                        .assess()
                        .verdict())
                .isEqualTo(Verdict.NOT_PROVEN);
    }

    @Test
    void the_training_rows_are_not_held_out() {
        Dataset<Ride> again = rows(TRAINING.rows());

        Feasibility answer = judgedOn(again).trainedOn(TRAINING).assess();

        assertThat(answer.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(answer.reasons().get(0)).startsWith("The held-out rows are the training rows, 'january':");
    }

    @Test
    void some_of_the_training_rows_are_noticed_among_others() {
        List<Ride> mixed = new ArrayList<>(Rides.some(240, 2));
        mixed.addAll(TRAINING.rows().subList(0, 60));

        Feasibility answer = judgedOn(rows(mixed)).trainedOn(TRAINING).assess();

        assertThat(answer.verdict()).isEqualTo(Verdict.NOT_PROVEN);
        assertThat(answer.reasons().get(0))
                .startsWith("20 % of the held-out rows equal a training row, where 0 % of the training rows equal"
                        + " another:");
    }

    @Test
    void other_rows_are_held_out() {
        assertThat(judgedOn(rows(Rides.some(300, 2)))
                        .trainedOn(TRAINING)
                        .assess()
                        .verdict())
                .isEqualTo(Verdict.YES);
    }

    @Test
    void rows_that_are_alike_by_nature_are_held_out() {
        for (int seed = 1; seed <= 20; seed++) {
            Dataset<Ride> training = Dataset.of("coarse", Ride.class, coarse(400, seed));
            Dataset<Ride> heldOut = rows(coarse(200, 100 + seed));

            assertThat(judgedOn(heldOut).trainedOn(training).assess().verdict())
                    .as("seed %d", seed)
                    .isEqualTo(Verdict.YES);
        }
    }

    /** Rides of which many equal another. */
    private static List<Ride> coarse(int count, long seed) {
        Random random = new Random(seed);
        Ride like = TRAINING.rows().get(0);
        return Stream.generate(() -> random.nextInt(200))
                .limit(count)
                .map(miles -> new Ride(1, "a", 1 + miles % 20, like.start(), 1, 3.0 * (1 + miles % 20) + miles % 7))
                .toList();
    }
}
