package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BanditTest {
    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Rollouts rollouts = Rollouts.of(registry);

    @BeforeEach
    void register() {
        registry.alias(registry.register("rides", Rides.model(3)), "champion");
        registry.alias(registry.register("rides", Rides.model(1)), "challenger");
        rollouts.start("rides", Rollout.bandit("champion", "challenger"));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private Predictor<Ride> predictor() {
        return Predictor.builder(registry, "rides", Ride.class)
                .refresh(Duration.ofDays(1))
                .build();
    }

    /** How many of the last half of 2,000 riders have the challenger, where it is rewarded with this chance, the champion with 1/2. */
    private long challenged(Predictor<Ride> predictor, double chance, int seed) {
        SplittableRandom luck = new SplittableRandom(seed);
        long challenged = 0;
        for (int i = 0; i < 2_000; i++) {
            Prediction answer = predictor.answer(RIDE, seed + "-" + i);
            boolean challenger = answer.arm().equals("challenger");
            predictor.reward(answer, luck.nextDouble() < (challenger ? chance : 0.5) ? 1 : 0);
            challenged += challenger && i >= 1_000 ? 1 : 0;
        }
        return challenged;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void the_better_of_two_arms_gets_nearly_all(int seed) {
        try (Predictor<Ride> better = predictor();
                Predictor<Ride> worse = predictor()) {
            assertThat(challenged(better, 0.7, seed)).as("seed %s", seed).isGreaterThan(900);
            assertThat(challenged(worse, 0.3, seed)).as("seed %s", seed).isLessThan(100);
            assertThat(better.rewards()).extracting(ArmRewards::arm).containsExactly("champion", "challenger");
            assertThat(better.rewards().get(1).expected()).isCloseTo(0.7, within(0.06)); // 5 deviations of 0.012
            assertThat(better.rewards().stream().mapToLong(ArmRewards::count).sum())
                    .isEqualTo(2_000);
        }
    }

    @Test
    void the_shares_are_the_chances_of_being_best_by_the_posteriors() {
        try (Predictor<Ride> predictor = predictor()) {
            assertThat(ChiSquare.fits(counts(predictor), 0.5, 0.5)).isTrue();

            Prediction champion = first(predictor, "champion");
            predictor.reward(champion, 1);

            // P(X > Y) of X from Beta(2, 1), whose density is 2x, and Y from Beta(1, 1): the integral of 2x * x is 2/3
            assertThat(ChiSquare.fits(counts(predictor), 2.0 / 3, 1.0 / 3)).isTrue();
        }
    }

    private static long[] counts(Predictor<Ride> predictor) {
        long[] counts = new long[2];
        for (int i = 0; i < 20_000; i++) {
            counts[predictor.answer(RIDE, "rider-" + i).arm().equals("champion") ? 0 : 1]++;
        }
        return counts;
    }

    private static Prediction first(Predictor<Ride> predictor, String arm) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> predictor.answer(RIDE, "first-" + i))
                .filter(answer -> answer.arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_key_keeps_its_arm_in_every_predictor_while_nothing_is_learnt() {
        try (Predictor<Ride> one = predictor();
                Predictor<Ride> other = predictor()) {
            for (int i = 0; i < 1_000; i++) {
                String key = "rider-" + i;
                assertThat(other.answer(RIDE, key).arm())
                        .isEqualTo(one.answer(RIDE, key).arm())
                        .isEqualTo(one.answer(RIDE, key).arm());
            }
        }
    }

    @Test
    void a_reward_moves_only_keys_towards_the_rewarded_arm() {
        try (Predictor<Ride> predictor = predictor()) {
            List<String> before = arms(predictor);
            predictor.reward(first(predictor, "champion"), 1);
            List<String> after = arms(predictor);

            List<Integer> away = IntStream.range(0, before.size())
                    .filter(i ->
                            before.get(i).equals("champion") && !after.get(i).equals("champion"))
                    .boxed()
                    .toList();
            assertThat(away).hasSizeLessThan(before.size() / 50);
            assertThat(after).isNotEqualTo(before);
        }
    }

    private static List<String> arms(Predictor<Ride> predictor) {
        return IntStream.range(0, 2_000)
                .mapToObj(i -> predictor.answer(RIDE, "rider-" + i).arm())
                .toList();
    }

    @Test
    void rewards_count_for_the_version_that_was_rewarded_and_an_arm_begins_anew_with_another() {
        try (Predictor<Ride> predictor = predictor()) {
            Prediction old = first(predictor, "challenger");
            predictor.reward(old, 0.25);
            predictor.reward(old, 1);
            assertThat(predictor.rewards()).contains(new ArmRewards("challenger", 2, 2, 1.25));

            registry.alias(registry.register("rides", Rides.model(2)), "challenger");
            predictor.refresh();
            predictor.reward(old, 1);

            assertThat(predictor.rewards()).contains(new ArmRewards("challenger", 3, 0, 0));
        }
    }

    @Test
    void what_is_learnt_of_an_arm_stays_when_another_rollout_has_it_too() {
        try (Predictor<Ride> predictor = predictor()) {
            predictor.reward(first(predictor, "champion"), 1);
            rollouts.start("rides", Rollout.bandit("2", "champion"));
            predictor.refresh();

            assertThat(predictor.rewards())
                    .containsExactly(new ArmRewards("2", 2, 0, 0), new ArmRewards("champion", 1, 1, 1));
        }
    }

    @Test
    void rewards_that_make_no_sense_are_refused() {
        registry.alias(registry.register("trips", Rides.model(2)), "champion");
        try (Predictor<Ride> predictor = predictor();
                Predictor<Map<String, ?>> other = Predictor.of(registry, "trips@champion")) {
            Prediction answer = predictor.answer(RIDE);
            for (double reward : new double[] {-0.1, 1.1, Double.NaN}) {
                assertThatThrownBy(() -> predictor.reward(answer, reward))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("reward is " + reward);
            }
            assertThatThrownBy(() -> other.reward(answer, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("prediction is of model 'rides', expected one of 'trips'");
        }
    }
}
