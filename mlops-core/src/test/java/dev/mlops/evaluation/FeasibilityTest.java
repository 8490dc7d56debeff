package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.evaluation.Feasibility.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FeasibilityTest {
    private static final Bootstrap QUICK = new Bootstrap(1_000, 1);

    @Nested
    class The_verdict {
        @Test
        void is_yes_where_a_candidate_is_much_better() {
            Feasibility answer = new Contest(500, 1)
                    .baseline("mean", 3)
                    .candidate("forest", 2.5)
                    .candidate("ridge", 1)
                    .assess();

            assertThat(answer.verdict()).isEqualTo(Verdict.YES);
            assertThat(answer.best().name()).isEqualTo("ridge");
            assertThat(answer.gain().relative().estimate()).isCloseTo(2.0 / 3, within(0.1));
            assertThat(answer.reasons().get(0))
                    .isEqualTo("'ridge' gains at least the 5 % that is worth it over every baseline.");
        }

        @Test
        void is_no_where_the_baseline_is_exact() {
            Feasibility answer = new Contest(500, 2)
                    .baseline("mean", 3)
                    .baseline("rule", 0)
                    .candidate("ridge", 1)
                    .assess();

            assertThat(answer.verdict()).isEqualTo(Verdict.NO);
            assertThat(answer.baseline().name()).isEqualTo("rule");
            assertThat(answer.reasons())
                    .containsExactly(
                            "The baseline 'rule' is already exact on all 500 held-out rows: nothing is left to gain.");
            assertThat(answer.toText()).contains("-∞");
        }

        @Test
        void is_no_where_no_candidate_is_worth_it() {
            Feasibility answer = new Contest(2_000, 3)
                    .baseline("mean", 1)
                    .candidate("ridge", 1.2)
                    .candidate("lasso", 2)
                    .assess();

            assertThat(answer.verdict()).isEqualTo(Verdict.NO);
            assertThat(answer.best().name()).isEqualTo("ridge");
            assertThat(answer.reasons().get(0)).isEqualTo("No candidate gains the 5 % that is worth it.");
        }

        @Test
        void is_no_where_the_gain_is_certain_but_small() {
            Contest contest = new Contest(4_000, 4).baseline("mean", 1).worthIt(0.3);

            Feasibility answer = contest.candidate("ridge", 0.9).assess();

            assertThat(answer.gain().proven()).isTrue();
            assertThat(answer.verdict()).isEqualTo(Verdict.NO);
        }

        @Test
        void is_not_proven_on_few_rows_however_good_the_candidate() {
            Feasibility answer = new Contest(29, 5)
                    .baseline("mean", 5)
                    .candidate("ridge", 0.1)
                    .assess();

            assertThat(answer.verdict()).isEqualTo(Verdict.NOT_PROVEN);
            assertThat(answer.reasons().get(0))
                    .isEqualTo("There are too few held-out rows: 29 that are independent, at least 30 are needed.");
        }

        @Test
        void claims_no_confidence_on_one_row() {
            Feasibility answer = new Contest(1, 5)
                    .baseline("mean", 5)
                    .candidate("ridge", 0.1)
                    .assess();

            assertThat(answer.reasons().get(1)).endsWith("; so few rows tell nothing of how sure that is.");
            assertThat(answer.gain().relative().low()).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(answer.toText()).contains("-∞");
        }

        @Test
        void is_not_proven_on_many_rows_of_few_clusters() {
            List<Ride> rides = Rides.some(600, 6);
            Dataset<Ride> heldOut = Dataset.of("rides", Ride.class, rides);

            Feasibility answer = Feasibility.builder()
                    .baseline("nothing", Evaluation.regression(heldOut, "minutes", ride -> 0))
                    .candidate("rule", Evaluation.regression(heldOut, "minutes", ride -> 3 * ride.miles()))
                    .clusteredBy("vendor")
                    .bootstrap(QUICK)
                    .assess();

            assertThat(answer.verdict()).isEqualTo(Verdict.NOT_PROVEN);
            assertThat(answer.reasons().get(0)).contains("4 that are independent");
        }

        @Test
        void tells_how_many_rows_would_settle_it() {
            Feasibility answer = new Contest(100, 7)
                    .baseline("mean", 1)
                    .candidate("ridge", 0.93)
                    .assess();

            assertThat(answer.verdict()).isEqualTo(Verdict.NOT_PROVEN);
            assertThat(answer.reasons())
                    .anyMatch(reason -> reason.matches("About [\\d,]+ held-out rows would settle it,"
                            + " if the gain stays where it is estimated\\."));
        }

        @Test
        void warns_of_a_candidate_that_is_exact() {
            Feasibility answer = new Contest(100, 8)
                    .baseline("mean", 1)
                    .candidate("leaky", 0)
                    .assess();

            assertThat(answer.verdict()).isEqualTo(Verdict.YES);
            assertThat(answer.gain().relative()).isEqualTo(new Interval(1, 1, 1, 0.95));
            assertThat(answer.reasons())
                    .anyMatch(reason -> reason.startsWith("'leaky' is exact on every held-out row"));
        }
    }

    @Nested
    class Labels {
        private final List<String> truth = new ArrayList<>();
        private final double[][] certain = new double[400][2];
        private final double[][] guessed = new double[400][2];

        Labels() {
            Random random = new Random(9);
            for (int row = 0; row < certain.length; row++) {
                int label = random.nextInt(2);
                truth.add(label == 0 ? "no" : "yes");
                int right = random.nextInt(10) < 9 ? label : 1 - label;
                certain[row][right] = 1;
                guessed[row][random.nextInt(2)] = 1;
            }
        }

        @Test
        void are_compared_by_accuracy() {
            Feasibility answer = builder().assess();

            assertThat(answer.metric()).isEqualTo(Metric.ACCURACY);
            assertThat(answer.verdict()).isEqualTo(Verdict.YES);
            assertThat(answer.gain().relative().estimate()).isCloseTo(0.8, within(0.1));
        }

        @Test
        void are_told_what_a_gain_is_a_share_of() {
            String text = builder().assess().toText();

            assertThat(text)
                    .containsPattern(
                            "a gain of 0\\.\\d{4}, which is \\d\\d\\.\\d % of the 0\\.\\d{4} that the baseline lacks to 1,")
                    .contains(
                            "Relative gains are the share of what the best baseline lacks to a perfect 1 that is gained.");
        }

        @Test
        void are_compared_by_another_metric_where_told() {
            assertThat(builder().metric(Metric.MACRO_F1).assess().metric()).isEqualTo(Metric.MACRO_F1);
        }

        @Test
        void refuse_a_metric_of_numbers_and_name_who_lacks_it() {
            assertThatThrownBy(() -> builder().metric(Metric.RMSE).assess())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("'coin': rmse is for regression, this is a classification");
        }

        private Feasibility.Builder builder() {
            List<String> labels = List.of("no", "yes");
            return Feasibility.builder()
                    .bootstrap(QUICK)
                    .baseline("coin", Evaluation.classification(labels, truth, guessed))
                    .candidate("model", Evaluation.classification(labels, truth, certain));
        }
    }

    @Nested
    class Rows_per_group {
        private final Dataset<Ride> training = Dataset.of("training", Ride.class, Rides.some(300, 10));
        private final Dataset<Ride> heldOut = Dataset.of("held out", Ride.class, Rides.some(400, 11));

        private Feasibility.Builder builder() {
            return Feasibility.builder()
                    .bootstrap(QUICK)
                    .baseline("mean", Evaluation.regression(heldOut, "minutes", ride -> 10))
                    .candidate("rule", Evaluation.regression(heldOut, "minutes", ride -> 3 * ride.miles()))
                    .groupedBy("zone");
        }

        @Test
        void are_counted_in_the_training_rows() {
            GroupSupport groups =
                    builder().trainedOn(training).assess().groups().orElseThrow();
            long zones = training.rows().stream().map(Ride::zone).distinct().count();
            long unseen = heldOut.rows().stream()
                    .filter(row -> training.rows().stream().noneMatch(seen -> Objects.equals(row.zone(), seen.zone())))
                    .count();

            assertThat(groups.counted()).isEqualTo("training");
            assertThat(groups.groups()).isEqualTo((int) zones);
            assertThat(groups.fewest()).isEqualTo(1);
            assertThat(groups.unseenRows()).isEqualTo(unseen / 400.0).isPositive();
            assertThat(groups.levels().get(0).range()).isEqualTo("0");
            assertThat(groups.levels().get(0).rows()).isEqualTo((int) unseen);
            assertThat(groups.levels().stream()
                            .mapToInt(GroupSupport.Level::rows)
                            .sum())
                    .isEqualTo(400);
        }

        @Test
        void are_counted_in_the_held_out_rows_where_training_is_not_known() {
            GroupSupport groups = builder().assess().groups().orElseThrow();

            assertThat(groups.counted()).isEqualTo("held-out");
            assertThat(groups.unseenRows()).isZero();
        }

        @Test
        void are_told_in_sentences_and_a_table() {
            String text = builder().trainedOn(training).assess().toText();

            assertThat(text)
                    .startsWith("Is machine learning the right tool here? Yes\n\n- 'rule' gains at least the 5 %")
                    .contains("groups by zone with a median of")
                    .contains("of the held-out rows are in groups with fewer than 5 training rows")
                    .contains("training rows of the group  held-out rows");
        }

        @Test
        void need_rows() {
            assertThatThrownBy(() -> new Contest(100, 1)
                            .baseline("mean", 1)
                            .candidate("ridge", 1)
                            .groupedBy("zone")
                            .assess())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("this evaluation has no rows");
        }
    }

    @Nested
    class Refuses {
        @Test
        void no_contenders_naming_both() {
            assertThatThrownBy(() -> Feasibility.builder().assess())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("baselines are 0, expected at least 1; candidates are 0, expected at least 1");
        }

        @Test
        void a_name_twice() {
            assertThatThrownBy(() -> new Contest(40, 1).baseline("mean", 1).candidate("mean", 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("name 'mean' is taken, expected each once");
        }

        @Test
        void evaluations_of_other_rows() {
            Evaluation other = Evaluation.regression(new double[41], new double[41]);

            assertThatThrownBy(() -> new Contest(40, 1)
                            .baseline("mean", 1)
                            .candidate("ridge", other)
                            .assess())
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("the evaluations are of 41 rows and of 40 rows, expected the same rows for both");
        }

        @Test
        void a_gain_in_percent() {
            assertThatThrownBy(() -> Feasibility.builder().worthIt(5))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("worthIt is 5.0, expected from 0 to 1, such as 0.05");
        }
    }
}
