package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RolloutsTest {
    private final ManualClock clock = new ManualClock();
    private final Workspace workspace =
            Workspace.builder(Workspace.inMemory().storage()).clock(clock).build();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Rollouts rollouts = Rollouts.of(registry.by("ada").because("a try"));

    @BeforeEach
    void register() {
        registry.alias(registry.register("rides", Rides.model(3)), "champion");
        registry.alias(registry.register("rides", Rides.model(1)), "candidate");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void what_is_started_is_found_until_it_is_stopped_and_the_history_tells_of_it() {
        Rollout split = Rollout.split(Map.of("champion", 90, "2", 10));
        assertThat(rollouts.find("rides")).isEmpty();

        assertThat(rollouts.start("rides", split)).isEqualTo(split);
        assertThat(Rollouts.of(registry).find("rides")).contains(split);
        rollouts.stop("rides");
        rollouts.stop("rides");

        assertThat(rollouts.find("rides")).isEmpty();
        assertThat(registry.history("rides").entries().stream()
                        .filter(entry -> entry.subject().equals("mlops.rollout"))
                        .map(entry -> entry.action() + " by " + entry.actor() + ": " + entry.reason()))
                .containsExactly("tag by ada: a try", "untag by ada: a try");
    }

    @Test
    void a_canary_begins_when_it_is_started_unless_that_was_said() {
        Canary steps = Canary.steps(5, 25);
        clock.advance(Duration.ofHours(1));

        Rollout begun = rollouts.start("rides", Rollout.canary("champion", "candidate", steps));
        assertThat(begun.canary().orElseThrow().from()).contains(clock.instant());
        assertThat(rollouts.find("rides")).contains(begun);

        Rollout said = Rollout.canary("champion", "candidate", steps.from(ManualClock.START));
        assertThat(rollouts.start("rides", said)).isEqualTo(said);
    }

    @Test
    void what_is_not_there_is_refused_by_name_and_changes_nothing() {
        refused(NotFoundException.class, "trips", "trips", Rollout.all("champion"));
        refused(
                NotFoundException.class,
                "no alias 'challenger'",
                "rides",
                Rollout.split(Map.of("champion", 1, "challenger", 1)));
        refused(
                NotFoundException.class,
                "no alias 'ghost'",
                "rides",
                Rollout.all("champion").shadow("ghost"));
        refused(NotFoundException.class, "rides/3", "rides", Rollout.bandit("champion", "3"));
        refused(NotFoundException.class, "rides/99999999999", "rides", Rollout.bandit("champion", "99999999999"));
        refused(
                ConflictException.class,
                "'champion' and '1' of model 'rides' are both version 1, expected two versions for a canary",
                "rides",
                Rollout.canary("champion", "1", Canary.steps(5)));
        assertThat(rollouts.find("rides")).isEmpty();
    }

    private void refused(Class<? extends Throwable> type, String why, String model, Rollout rollout) {
        assertThatThrownBy(() -> rollouts.start(model, rollout))
                .isInstanceOf(type)
                .hasMessageContaining(why);
    }

    @Test
    void a_rollout_longer_than_a_tag_is_refused() {
        ModelVersion version = registry.version("rides@champion");
        Map<String, Integer> weights = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            String alias = "a" + i + "-".repeat(220);
            registry.alias(version, alias);
            weights.put(alias, 1);
        }
        refused(InvalidException.class, "8000", "rides", Rollout.split(weights));
        assertThat(rollouts.find("rides")).isEmpty();
    }

    @Test
    void one_of_a_newer_library_is_refused_with_both_formats_but_can_be_stopped() {
        registry.model("rides").tag("mlops.rollout", "{\"format\":7,\"kind\":\"oracle\"}");

        assertThatThrownBy(() -> rollouts.find("rides"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("'rides' has format 7, this library reads up to 1");
        rollouts.stop("rides");
        assertThat(rollouts.find("rides")).isEmpty();
    }
}
