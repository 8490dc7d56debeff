package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RolloutTest {
    private static final Canary STEPS =
            Canary.steps(5, 25, 50).each(Duration.ofMinutes(30)).from(ManualClock.START);

    static List<Rollout> rollouts() {
        return List.of(
                Rollout.all("champion"),
                Rollout.split(Map.of("champion", 90, "challenger", 10.5)).shadow("candidate"),
                Rollout.canary("champion", "7", STEPS),
                Rollout.canary("champion", "candidate", STEPS.thenAll()).shadow("challenger"),
                Rollout.bandit("a", "b", "c").shadow("d"));
    }

    @ParameterizedTest
    @MethodSource("rollouts")
    void what_is_written_is_read(Rollout rollout) {
        Rollout read = RolloutJson.read("rides", RolloutJson.write(rollout));

        assertThat(read).isEqualTo(rollout).hasSameHashCodeAs(rollout).hasToString(rollout.toString());
        assertThat(rollouts()).filteredOn(read::equals).hasSize(1);
    }

    @Test
    void what_release_0_1_has_written_is_read() {
        assertThat(RolloutJson.read("rides", """
                        {"format":1,"kind":"split","weights":{"challenger":10.0,"champion":90.0},"shadow":"candidate"}"""))
                .isEqualTo(
                        Rollout.split(Map.of("champion", 90, "challenger", 10)).shadow("candidate"));
        assertThat(RolloutJson.read("rides", """
                        {"format":1,"kind":"canary","stable":"champion","candidate":"candidate","percents":[5.0,25.0,50.0],\
                        "each":"PT30M","then_all":true,"from":"2026-01-31T10:00:00Z"}""")).isEqualTo(Rollout.canary("champion", "candidate", STEPS.thenAll()));
        assertThat(RolloutJson.read("rides", """
                        {"format":1,"kind":"bandit","arms":["champion","challenger"]}""")).isEqualTo(Rollout.bandit("champion", "challenger"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"format":2,"kind":"split"}                              | has format 2, this library reads up to 1
            {"kind":"split"}                                         | has no format
            {"format":                                               | isn't JSON
            {"format":1,"kind":"dice"}                               | kind is 'dice', expected split, canary or bandit
            {"format":1,"kind":"split","weights":{}}                 | expected one or more
            {"format":1,"kind":"split","weights":{"a":"many"}}       | weight of 'a' is 0.0
            {"format":1,"kind":"bandit","arms":["a"]}                | expected two or more
            {"format":1,"kind":"canary","stable":"a"}                | field 'candidate' is missing
            {"format":1,"kind":"canary","stable":"a","candidate":"b","percents":[5],"each":"soon"} | soon
            {"format":1,"kind":"canary","stable":"a","candidate":"b","percents":[5],"each":"PT1S","from":"now"} | now
            {"format":1,"kind":"canary","stable":"a","candidate":"b","percents":["x"],"each":"PT1S"} | [0.0]
            """)
    void what_cannot_be_read_is_refused_by_name(String text, String why) {
        assertThatThrownBy(() -> RolloutJson.read("rides", text))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("rollout of model 'rides'")
                .hasMessageContaining(why);
    }

    @Test
    void rollouts_that_make_no_sense_are_refused_at_their_line() {
        refused("weight of 'a' is 0.0", () -> Rollout.split(Map.of("a", 0)));
        refused("weight of 'a' is NaN", () -> Rollout.split(Map.of("a", Double.NaN)));
        refused("finite sum", () -> Rollout.split(Map.of("a", 1e308, "b", 1e308)));
        refused("expected one or more", () -> Rollout.split(Map.of()));
        refused("arms are [a, a], expected each once", () -> Rollout.canary("a", "a", STEPS));
        refused("arms are [a, b, a]", () -> Rollout.bandit("a", "b", "a"));
        refused("shadow is 'a', which is one of the arms", () -> Rollout.all("a")
                .shadow("a"));
        refused("arm is 'rides@a'", () -> Rollout.all("rides@a"));
    }

    @Test
    void steps_that_make_no_sense_are_refused_at_their_line() {
        refused("no steps", Canary::steps);
        refused("[25.0, 5.0]", () -> Canary.steps(25, 5));
        refused("[5.0, 101.0]", () -> Canary.steps(5, 101));
        refused("[0.0, 5.0]", () -> Canary.steps(0, 5));
        refused("[NaN]", () -> Canary.steps(Double.NaN));
        refused("PT0S", () -> STEPS.each(Duration.ZERO));
        refused("expected a millisecond to 36,500 days", () -> STEPS.each(Duration.ofDays(36_501)));
        refused("expected between 1970 and 9999", () -> STEPS.from(Instant.MIN));
        refused("expected between 1970 and 9999", () -> STEPS.from(Instant.MAX));
    }

    private static void refused(String why, org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }

    @Test
    void a_step_begins_exactly_when_the_one_before_is_over() {
        Duration halfHour = Duration.ofMinutes(30);
        assertThat(STEPS.percentAt(ManualClock.START.minusMillis(1))).isZero();
        assertThat(STEPS.percentAt(ManualClock.START)).isEqualTo(5);
        assertThat(STEPS.percentAt(ManualClock.START.plus(halfHour).minusMillis(1)))
                .isEqualTo(5);
        assertThat(STEPS.percentAt(ManualClock.START.plus(halfHour))).isEqualTo(25);
        assertThat(STEPS.percentAt(ManualClock.START.plus(halfHour.multipliedBy(2))))
                .isEqualTo(50);
        assertThat(STEPS.percentAt(ManualClock.START.plus(Duration.ofDays(3_000))))
                .isEqualTo(50);
        assertThat(STEPS.thenAll().percentAt(ManualClock.START.plus(halfHour.multipliedBy(3))))
                .isEqualTo(100);
        assertThat(Canary.steps(5).percentAt(ManualClock.START)).isZero();
    }

    @Test
    void it_tells_what_it_is() {
        assertThat(rollouts())
                .extracting(Rollout::toString)
                .containsExactly(
                        "champion 1",
                        "challenger 10.5, champion 90, shadow candidate",
                        "champion, canary 7 5, 25, 50 % for PT30M each, from 2026-01-31T10:00:00Z",
                        "champion, canary candidate 5, 25, 50 % for PT30M each, then all, from 2026-01-31T10:00:00Z,"
                                + " shadow challenger",
                        "bandit a, b, c, shadow d");
        assertThat(rollouts().get(3).arms()).containsExactly("champion", "candidate");
        assertThat(rollouts().get(3).canary()).contains(STEPS.thenAll());
        assertThat(STEPS.isThenAll()).isFalse();
        assertThat(STEPS.percents()).containsExactly(5.0, 25.0, 50.0);
        assertThat(STEPS.each()).isEqualTo(Duration.ofMinutes(30));
        assertThat(rollouts().get(4).canary()).isEmpty();
    }
}
