package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a history answers. */
interface HistoryTests extends RegistryFixture {

    @Test
    default void the_holder_at_any_instant_is_known() {
        ModelVersion one = version();
        ModelVersion two = version();
        Instant start = now();
        advance(Duration.ofSeconds(10));
        registry().alias(one, CHAMPION);
        advance(Duration.ofSeconds(10));
        registry().promote(two, CHAMPION, PASSED);
        advance(Duration.ofSeconds(10));
        registry().promote(one, CHAMPION, REFUSED);
        registry().rollback(TRIPS, CHAMPION);
        advance(Duration.ofSeconds(10));
        registry().unalias(TRIPS, CHAMPION);

        History history = registry().history(TRIPS);
        int[] holders = {0, 0, 1, 1, 2, 2, 1, 1, 0, 0};
        for (int i = 0; i < holders.length; i++) {
            Instant at = start.plusSeconds(5L * i);
            assertThat(history.holder(CHAMPION, at).orElse(0))
                    .as("at %s s", 5 * i)
                    .isEqualTo(holders[i]);
        }
        assertThat(history.holder(CHAMPION, start.plusSeconds(10).minusMillis(1)))
                .isEmpty();
        assertThat(history.holder(CHAMPION, Instant.MIN)).isEmpty();
        assertThat(history.holder(CHAMPION, Instant.MAX)).isEmpty();
        assertThat(history.holder("challenger", Instant.MAX)).isEmpty();
    }

    @Test
    default void a_gate_that_takes_long_moves_the_alias_when_it_is_done() {
        registry().alias(version(), CHAMPION);
        ModelVersion two = version();
        Instant asked = now();

        registry().promote(two, CHAMPION, Gate.of("slow", candidate -> {
            advance(Duration.ofMinutes(5));
            return Verdict.passed("slow", "done", java.util.Map.of());
        }));

        assertThat(registry().history(TRIPS).holder(CHAMPION, asked.plusSeconds(60)))
                .hasValue(1);
        assertThat(registry().history(TRIPS).holder(CHAMPION, now())).hasValue(2);
    }

    @Test
    default void a_history_outlives_its_model_and_goes_on_with_the_next() {
        registry().alias(version(), CHAMPION);
        registry().model(TRIPS).delete();

        assertThat(registry().history(TRIPS).holder(CHAMPION)).isEmpty();
        assertThat(registry().history(TRIPS).previous(CHAMPION)).isEmpty();
        ModelVersion again = version();
        assertThat(again.number()).isEqualTo(2);
        registry().alias(again, CHAMPION);

        assertThat(registry().history(TRIPS).previous(CHAMPION)).isEmpty();
        assertThat(registry().history(TRIPS).holder(CHAMPION)).hasValue(2);
        assertThat(registry().model(TRIPS).history().entries())
                .extracting(AuditEntry::action)
                .containsExactly(
                        "create", "register", "ready", "alias", "delete", "create", "register", "ready", "alias");
    }

    @Test
    default void a_removed_version_holds_nothing_any_more() {
        ModelVersion one = version();
        registry().alias(one, CHAMPION);
        registry().unalias(TRIPS, CHAMPION);
        one.delete();

        assertThat(registry().history(TRIPS).previous(CHAMPION)).isEmpty();
        assertThat(registry().history(TRIPS).entries(1))
                .extracting(AuditEntry::action)
                .containsExactly("register", "ready", "alias", "deleting", "delete");
    }

    @Test
    default void a_history_is_shown_a_line_a_change() {
        registry().because("first\nof all").alias(version(), CHAMPION);

        assertThat(registry().history(TRIPS).toText().lines())
                .hasSize(4)
                .last()
                .isEqualTo(now() + " ada: alias champion version 1 to '1' (first)");
        assertThat(registry().history(TRIPS)).hasToString("history of model 'trips' with 4 changes");
        assertThat(registry().history("never there").entries()).isEmpty();
        assertThat(registry().history("never there").model()).isEqualTo("never there");
    }
}
