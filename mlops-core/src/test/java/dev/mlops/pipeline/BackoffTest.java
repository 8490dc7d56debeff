package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff =
            Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(1)).seed(7);

    @Test
    void waits_double_up_to_the_longest() {
        Backoff plain = backoff.jitter(0);
        assertThat(plain.delay(1, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(plain.delay(2, 0)).isEqualTo(Duration.ofMillis(200));
        assertThat(plain.delay(4, 0)).isEqualTo(Duration.ofMillis(800));
        assertThat(plain.delay(5, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(plain.delay(5_000, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(plain.factor(3).delay(2, 0)).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void jitter_shortens_a_wait_by_at_most_its_share() {
        Set<Duration> waits = LongStream.range(0, 1_000)
                .mapToObj(salt -> backoff.delay(1, salt))
                .collect(Collectors.toSet());
        assertThat(waits).hasSizeGreaterThan(900).allSatisfy(wait -> assertThat(wait)
                .isBetween(Duration.ofMillis(80), Duration.ofMillis(100)));
    }

    @Test
    void a_seed_makes_the_waits_repeatable() {
        Backoff again = Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(1))
                .seed(7);
        assertThat(again.delay(3, 5))
                .isEqualTo(backoff.delay(3, 5))
                .isNotEqualTo(backoff.seed(8).delay(3, 5));
    }

    @Test
    void fixed_waits_are_all_the_same() {
        assertThat(Backoff.fixed(Duration.ofSeconds(3)).delay(9, 1)).isEqualTo(Duration.ofSeconds(3));
        assertThat(Backoff.none().delay(9, 1)).isZero();
    }

    @Test
    void a_wait_without_end_is_as_long_as_nanoseconds_can_say() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        assertThat(Backoff.fixed(forever).delay(1, 0)).isEqualTo(longest);
        Backoff growing = Backoff.exponential(Duration.ofMillis(1), forever).jitter(0);
        assertThat(growing.delay(3, 0)).isEqualTo(Duration.ofMillis(4));
        assertThat(growing.delay(5_000, 0)).isEqualTo(longest);
    }

    @Test
    void what_makes_no_sense_is_refused_at_once() {
        assertThatThrownBy(() -> Backoff.fixed(Duration.ofSeconds(-1)))
                .hasMessage("wait is PT-1S, expected zero or more");
        assertThatThrownBy(() -> Backoff.exponential(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("longest wait is PT1S, expected at least the first, PT2S");
        assertThatThrownBy(() -> backoff.factor(0.5)).hasMessage("backoff factor is 0.5, expected 1 or more");
        assertThatThrownBy(() -> backoff.jitter(Double.NaN)).hasMessage("backoff jitter is NaN, expected 0 to 1");
    }
}
