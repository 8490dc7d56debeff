package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.AuditEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Aliases that are moved without checks. */
interface AliasTests extends RegistryFixture {

    @Test
    default void an_alias_moves_and_tells_from_where() {
        ModelVersion one = version();
        ModelVersion two = version();

        assertThat(registry().alias(one, CHAMPION).aliases()).containsExactly(CHAMPION);
        assertThat(registry().because("better").alias(two, CHAMPION).aliases()).containsExactly(CHAMPION);

        assertThat(registry().version("trips/1").aliases()).isEmpty();
        assertThat(last()).isEqualTo(new AuditEntry(TRIPS, 2, "alias", CHAMPION, "1", "2", "ada", "better", now()));
    }

    @Test
    default void who_expects_the_alias_elsewhere_is_refused_and_leaves_no_trace() {
        ModelVersion one = version();
        ModelVersion two = version();
        registry().alias(one, CHAMPION, 0);
        int entries = entries().size();

        assertThatThrownBy(() -> registry().alias(two, CHAMPION, 0))
                .isInstanceOf(ConflictException.class)
                .hasMessage("alias 'champion' of 'trips' points to version 1, expected no version");
        assertThatThrownBy(() -> registry().alias(two, CHAMPION, 2)).isInstanceOf(ConflictException.class);
        assertThat(entries()).hasSize(entries);

        registry().alias(two, CHAMPION, 1);
        assertThat(aliases()).isEqualTo(Map.of(CHAMPION, 2));
    }

    @Test
    default void an_alias_is_taken_away() {
        registry().alias(version(), CHAMPION);

        assertThat(registry().unalias(TRIPS, CHAMPION).aliases()).isEmpty();
        assertThat(last()).isEqualTo(new AuditEntry(TRIPS, 0, "unalias", CHAMPION, "1", "", "ada", "", now()));

        registry().unalias(TRIPS, "never there");
        assertThat(aliases()).isEmpty();
        assertThatThrownBy(() -> registry().unalias("fares", CHAMPION)).isInstanceOf(NotFoundException.class);
    }

    @Test
    default void a_rollback_goes_back_one_holder_at_a_time() {
        for (int i = 1; i <= 3; i++) {
            registry().alias(version(), CHAMPION);
        }

        assertThat(registry().because("slow").rollback(TRIPS, CHAMPION).number())
                .isEqualTo(2);
        assertThat(last()).isEqualTo(new AuditEntry(TRIPS, 2, "rollback", CHAMPION, "3", "2", "ada", "slow", now()));
        assertThat(registry().rollback(TRIPS, CHAMPION).number()).isEqualTo(1);
        assertThatThrownBy(() -> registry().rollback(TRIPS, CHAMPION))
                .isInstanceOf(ConflictException.class)
                .hasMessage(
                        "alias 'champion' of model 'trips' has no earlier holder to go back to, it points to version 1");
        assertThat(aliases()).isEqualTo(Map.of(CHAMPION, 1));
    }

    @Test
    default void after_a_rollback_a_new_holder_is_rolled_back_to_the_one_before_it() {
        ModelVersion one = version();
        ModelVersion two = version();
        registry().alias(one, CHAMPION);
        registry().alias(two, CHAMPION);
        registry().rollback(TRIPS, CHAMPION);
        registry().alias(version(), CHAMPION);

        assertThat(registry().rollback(TRIPS, CHAMPION).number()).isEqualTo(1);
    }

    @Test
    default void a_rollback_passes_over_what_was_removed() {
        ModelVersion one = version();
        ModelVersion two = version();
        registry().alias(one, CHAMPION);
        registry().alias(two, CHAMPION);
        registry().alias(version(), CHAMPION);
        two.delete();

        assertThat(registry().rollback(TRIPS, CHAMPION).number()).isEqualTo(1);
    }

    @Test
    default void a_rollback_gives_an_alias_back_that_was_taken_away() {
        registry().alias(version(), CHAMPION);
        registry().unalias(TRIPS, CHAMPION);

        assertThat(registry().rollback(TRIPS, CHAMPION).number()).isEqualTo(1);
        assertThatThrownBy(() -> registry().rollback(TRIPS, CHAMPION)).isInstanceOf(ConflictException.class);
    }

    @Test
    default void what_never_had_a_holder_can_not_be_rolled_back() {
        version();

        assertThatThrownBy(() -> registry().rollback(TRIPS, CHAMPION))
                .isInstanceOf(ConflictException.class)
                .hasMessageEndingWith("it points to no version");
        assertThatThrownBy(() -> registry().rollback("fares", CHAMPION)).isInstanceOf(NotFoundException.class);
    }

    @Test
    default void holding_an_alias_again_is_no_new_holder() {
        ModelVersion one = version();
        ModelVersion two = version();
        registry().alias(one, CHAMPION);
        registry().alias(two, CHAMPION);
        registry().alias(two, CHAMPION);

        assertThat(registry().rollback(TRIPS, CHAMPION).number()).isEqualTo(1);
    }
}
