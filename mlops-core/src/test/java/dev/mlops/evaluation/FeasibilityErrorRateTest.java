package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.evaluation.Feasibility.Verdict;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often the verdict is wrong over many seeds, beside its nominal rate of 2.5 % on either side. */
class FeasibilityErrorRateTest {
    private static final int SEEDS = 200;

    @Test
    void where_five_candidates_are_only_as_good_as_the_baseline() {
        Map<Verdict, Integer> verdicts = verdicts(60, 5, 1, 0.0);

        assertThat(verdicts.getOrDefault(Verdict.YES, 0)).isLessThanOrEqualTo(SEEDS * 5 / 100);
    }

    @Test
    void where_the_gain_is_exactly_what_is_worth_it() {
        Map<Verdict, Integer> verdicts = verdicts(60, 1, 0.9, 0.1);

        assertThat(verdicts.getOrDefault(Verdict.YES, 0)).isLessThanOrEqualTo(SEEDS * 5 / 100);
        assertThat(verdicts.getOrDefault(Verdict.NO, 0)).isLessThanOrEqualTo(SEEDS * 5 / 100);
    }

    @Test
    void where_there_is_nothing_to_gain_and_enough_rows_to_say_so() {
        Map<Verdict, Integer> verdicts = verdicts(600, 5, 1, 0.3);

        assertThat(verdicts.getOrDefault(Verdict.YES, 0)).isZero();
        assertThat(verdicts.getOrDefault(Verdict.NO, 0)).isGreaterThan(SEEDS * 80 / 100);
    }

    @Test
    void where_the_signal_is_strong() {
        Map<Verdict, Integer> verdicts = verdicts(100, 5, 0.5, 0.1);

        assertThat(verdicts.getOrDefault(Verdict.YES, 0)).isGreaterThan(SEEDS * 90 / 100);
        assertThat(verdicts.getOrDefault(Verdict.NO, 0)).isZero();
    }

    private Map<Verdict, Integer> verdicts(int rows, int candidates, double scale, double worthIt) {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (int seed = 1; seed <= SEEDS; seed++) {
            Contest contest = new Contest(rows, seed).baseline("mean", 1).worthIt(worthIt);
            for (int i = 1; i <= candidates; i++) {
                contest.candidate("candidate " + i, scale);
            }
            verdicts.merge(contest.assess().verdict(), 1, Integer::sum);
        }
        System.out.println(rows + " rows, " + candidates + " candidates of error " + scale + " against 1, worth it at "
                + worthIt + ", seeds 1 to " + SEEDS + ": " + verdicts);
        return verdicts;
    }
}
