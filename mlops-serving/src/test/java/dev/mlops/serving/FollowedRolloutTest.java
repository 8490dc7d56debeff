package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowedRolloutTest {
    private final ManualClock clock = new ManualClock();
    private final Workspace workspace =
            Workspace.builder(Workspace.inMemory().storage()).clock(clock).build();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Rollouts rollouts = Rollouts.of(registry);
    private final Model slow = Rides.model(3);
    private final Model quick = Rides.model(1);

    @BeforeEach
    void register() {
        registry.alias(registry.register("rides", slow), "champion");
        registry.alias(registry.register("rides", quick), "candidate");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private Predictor.Builder<Ride> builder() {
        return Predictor.builder(registry, "rides", Ride.class).refresh(Duration.ofDays(1));
    }

    private static long candidates(Predictor<Ride> predictor) {
        long count = 0;
        for (int i = 0; i < 4_000; i++) {
            count += predictor.answer(RIDE, "rider-" + i).version() == 2 ? 1 : 0;
        }
        return count;
    }

    @Test
    void the_champion_answers_alone_before_a_rollout_is_started_and_after_it_is_stopped() {
        try (Predictor<Ride> predictor = builder().build()) {
            assertThat(predictor.rollout()).contains(Rollout.all("champion"));
            assertThat(candidates(predictor)).isZero();

            Rollout split = rollouts.start("rides", Rollout.split(Map.of("champion", 1, "candidate", 1)));
            assertThat(candidates(predictor)).isZero();
            predictor.refresh();
            assertThat(predictor.rollout()).contains(split);
            assertThat(candidates(predictor)).isBetween(1_842L, 2_158L); // 5 deviations of 32
            assertThat(predictor.predict(RIDE, "rider-1"))
                    .isEqualTo(predictor.answer(RIDE, "rider-1").value());

            rollouts.stop("rides");
            predictor.refresh();
            assertThat(candidates(predictor)).isZero();
            assertThat(predictor.health()).extracting(ArmHealth::arm).containsExactly("champion");
        }
    }

    @Test
    void a_predictor_that_is_built_during_a_rollout_begins_with_it() {
        rollouts.start("rides", Rollout.all("candidate"));
        registry.unalias("rides", "champion");

        try (Predictor<Ride> predictor = builder().build()) {
            assertThat(predictor.predict(RIDE)).isEqualTo(quick.predict(RIDE));
        }
        rollouts.stop("rides");
        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("champion");
    }

    @Test
    void a_rollout_of_numbers_alone_is_left_again_when_another_is_started() {
        rollouts.start("rides", Rollout.all("2"));
        try (Predictor<Ride> predictor = builder().build()) {
            assertThat(predictor.answer(RIDE).arm()).isEqualTo("2");

            rollouts.start("rides", Rollout.all("1"));
            predictor.refresh();

            assertThat(predictor.answer(RIDE).arm()).isEqualTo("1");
        }
    }

    @Test
    void a_predictor_with_a_split_or_shadow_of_its_own_keeps_to_it() {
        rollouts.start("rides", Rollout.all("candidate"));
        try (Predictor<Ride> split = builder().split("champion", 1).build();
                Predictor<Ride> shadowed =
                        builder().shadow("candidate", (r, a, s) -> {}).build();
                Predictor<Ride> following = Predictor.of(registry, "rides@champion", Ride.class)) {
            split.refresh();
            assertThat(split.predict(RIDE)).isEqualTo(slow.predict(RIDE));
            assertThat(shadowed.predict(RIDE)).isEqualTo(slow.predict(RIDE));
            assertThat(following.predict(RIDE)).isEqualTo(slow.predict(RIDE));
        }
    }

    @Test
    void a_canary_goes_by_the_clock_without_a_refresh_and_keeps_the_keys_that_it_has() {
        rollouts.start(
                "rides",
                Rollout.canary(
                        "champion",
                        "candidate",
                        Canary.steps(5, 25, 50).each(Duration.ofMinutes(30)).thenAll()));
        try (Predictor<Ride> predictor = builder().build();
                Predictor<Ride> other = builder().build()) {
            List<String> before = List.of();
            for (double share : new double[] {0.05, 0.25, 0.5, 1}) {
                List<String> riders = riders(predictor);
                assertThat(riders).containsAll(before).isEqualTo(riders(other));
                double deviation = Math.sqrt(4_000 * share * (1 - share));
                assertThat((double) riders.size())
                        .isBetween(4_000 * share - 5 * deviation, 4_000 * share + 5 * deviation);
                before = riders;
                clock.advance(Duration.ofMinutes(30));
            }
        }
    }

    /** Who has the candidate. */
    private static List<String> riders(Predictor<Ride> predictor) {
        return IntStream.range(0, 4_000)
                .mapToObj(i -> "rider-" + i)
                .filter(rider -> predictor.answer(RIDE, rider).arm().equals("candidate"))
                .toList();
    }

    @Test
    void a_shadow_comes_and_goes_with_the_rollout_and_is_heard() throws InterruptedException {
        BlockingQueue<Prediction> heard = new LinkedBlockingQueue<>();
        BlockingQueue<Prediction> heardToo = new LinkedBlockingQueue<>();
        try (Predictor<Ride> predictor = builder()
                .onShadow((row, answer, shadow) -> heard.add(shadow))
                .onShadow((row, answer, shadow) -> heardToo.add(shadow))
                .build()) {
            assertThat(predictor.shadow()).isEmpty();

            rollouts.start("rides", Rollout.all("champion").shadow("candidate"));
            predictor.refresh();
            assertThat(predictor.predict(RIDE)).isEqualTo(slow.predict(RIDE));
            assertThat(heard.take().value()).isEqualTo(quick.predict(RIDE));
            assertThat(heardToo.take().arm()).isEqualTo("candidate");

            rollouts.start("rides", Rollout.split(Map.of("champion", 1, "1", 1)).shadow("candidate"));
            predictor.refresh();
            assertThat(predictor.shadow().orElseThrow().answered()).isOne(); // the same shadow

            rollouts.stop("rides");
            predictor.refresh();
            assertThat(predictor.shadow()).isEmpty();
        }
    }

    @Test
    void arms_that_stay_keep_their_model_and_their_counts() {
        try (Predictor<Ride> predictor = builder().build()) {
            ModelVersion third = registry.register("rides", Rides.model(2));
            registry.alias(third, "champion");
            predictor.refresh();

            rollouts.start("rides", Rollout.split(Map.of("champion", 1, "candidate", 1)));
            predictor.refresh();

            assertThat(predictor.health()).extracting(ArmHealth::swaps).containsExactly(0L, 1L);
        }
    }

    @Test
    void a_rollout_that_cannot_be_followed_changes_nothing_and_is_told() {
        try (Predictor<Ride> predictor = builder().build()) {
            rollouts.start("rides", Rollout.all("candidate"));
            predictor.refresh();

            registry.model("rides").tag("mlops.rollout", "{\"format\":9}");
            registry.alias(registry.register("rides", Rides.model(2)), "candidate");
            predictor.refresh();

            assertThat(predictor.answer(RIDE).version()).isEqualTo(3); // the alias is followed nevertheless
            assertThat(trouble(predictor)).contains("format 9");

            registry.model("rides").tag("mlops.rollout", "{\"format\":1,\"kind\":\"split\",\"weights\":{\"ghost\":1}}");
            predictor.refresh();
            assertThat(predictor.answer(RIDE).arm()).isEqualTo("candidate");
            assertThat(trouble(predictor)).contains("no alias 'ghost'");

            rollouts.stop("rides");
            predictor.refresh();
            assertThat(predictor.answer(RIDE).arm()).isEqualTo("champion");
            assertThat(predictor.health().get(0).trouble()).isEmpty();
        }
    }

    @Test
    void an_arm_whose_alias_is_taken_away_goes_on_and_is_told() {
        rollouts.start("rides", Rollout.split(Map.of("champion", 1, "candidate", 1)));
        try (Predictor<Ride> predictor = builder().build()) {
            registry.unalias("rides", "candidate");
            predictor.refresh();

            assertThat(candidates(predictor)).isPositive();
            assertThat(trouble(predictor)).contains("no alias 'candidate'");
            assertThat(predictor.health().get(1).trouble()).isEmpty();
        }
    }

    @Test
    void a_predictor_that_is_built_during_a_broken_rollout_begins_with_the_champion_and_says_so() {
        registry.model("rides").tag("mlops.rollout", "?");
        try (Predictor<Ride> predictor = builder().build()) {
            assertThat(predictor.predict(RIDE)).isEqualTo(slow.predict(RIDE));
            assertThat(trouble(predictor)).contains("isn't JSON");

            rollouts.start("rides", Rollout.all("candidate"));
            predictor.refresh();
            assertThat(predictor.predict(RIDE)).isEqualTo(quick.predict(RIDE));
            assertThat(predictor.health().get(0).trouble()).isEmpty();
        }
    }

    private static String trouble(Predictor<Ride> predictor) {
        return predictor.health().get(0).trouble().orElseThrow();
    }

    @Test
    void two_processes_on_one_folder_follow_each_other(@TempDir Path folder) {
        try (Workspace here = Workspace.open(folder);
                Workspace there = Workspace.open(folder)) {
            ModelRegistry mine = ModelRegistry.in(here);
            mine.alias(mine.register("rides", slow), "champion");
            mine.alias(mine.register("rides", quick), "candidate");
            try (Predictor<Ride> predictor = Predictor.builder(ModelRegistry.in(there), "rides", Ride.class)
                            .refresh(Duration.ofMillis(5))
                            .build();
                    Predictor<Ride> near = Predictor.builder(mine, "rides", Ride.class)
                            .refresh(Duration.ofMillis(5))
                            .build()) {
                Rollouts.of(mine).start("rides", Rollout.all("candidate"));
                Await.until(() -> predictor.predict(RIDE) == quick.predict(RIDE));

                Rollouts.of(ModelRegistry.in(there)).stop("rides");
                Await.until(() -> near.answer(RIDE).arm().equals("champion"));
                Await.until(() -> predictor.answer(RIDE).arm().equals("champion"));
            }
        }
    }
}
