package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.AuditEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promotion through a gate: what passes, what is refused, and what is kept of both. */
interface PromotionTests extends RegistryFixture {

    @Test
    default void what_passes_gets_the_alias_with_its_figures_in_the_history() {
        registry().alias(version(), CHAMPION);
        ModelVersion two = version();

        Promotion promotion = registry().because("weekly").promote(two, CHAMPION, PASSED);

        assertThat(promotion.accepted()).isTrue();
        assertThat(promotion.orThrow()).isSameAs(promotion);
        assertThat(promotion.holder()).hasValue(1);
        assertThat(promotion.refusals()).isEmpty();
        assertThat(promotion.toText())
                .isEqualTo("version trips/2 is now champion\n  passed: rmse at most 8: rmse is 5");
        assertThat(aliases()).isEqualTo(Map.of(CHAMPION, 2));
        assertThat(last())
                .isEqualTo(new AuditEntry(
                        TRIPS,
                        2,
                        "promote",
                        CHAMPION,
                        "1",
                        "2",
                        "ada",
                        "weekly; passed: rmse at most 8: rmse is 5",
                        now()));
    }

    @Test
    default void what_is_refused_changes_nothing_and_says_why() {
        registry().alias(version(), CHAMPION);
        ModelVersion two = version();

        Promotion promotion = registry().promote(two, CHAMPION, REFUSED.and(PASSED));

        assertThat(promotion.accepted()).isFalse();
        assertThat(promotion.verdicts()).extracting(Verdict::passed).containsExactly(false, true);
        assertThatThrownBy(promotion::orThrow)
                .isInstanceOf(ConflictException.class)
                .hasMessage("version trips/2 was refused as champion: rmse at most 8: rmse is 9");
        assertThat(aliases()).isEqualTo(Map.of(CHAMPION, 1));
        assertThat(last().action()).isEqualTo("refuse");
        assertThat(last().from()).isEqualTo("1");
        assertThat(last().reason()).isEqualTo("REFUSED: rmse at most 8: rmse is 9; passed: rmse at most 8: rmse is 5");
    }

    @Test
    default void every_attempt_is_kept_with_its_version() {
        ModelVersion version = version();
        registry().by("bob").because("try").promote(version, CHAMPION, REFUSED);
        advance(Duration.ofSeconds(1));
        registry().promote(version, "latest", Gate.open());

        List<Promotion> kept = registry().version("trips/1").promotions();

        assertThat(kept).extracting(Promotion::accepted).containsExactly(false, true);
        assertThat(kept).extracting(Promotion::alias).containsExactly(CHAMPION, "latest");
        Promotion first = kept.get(0);
        assertThat(first.model()).isEqualTo(TRIPS);
        assertThat(first.version()).isEqualTo(1);
        assertThat(first.actor()).isEqualTo("bob");
        assertThat(first.reason()).isEqualTo("try");
        assertThat(first.time()).isEqualTo(now().minusSeconds(1));
        assertThat(first.verdicts()).singleElement().satisfies(verdict -> assertThat(verdict.figures())
                .isEqualTo(Map.of("rmse", 9.0)));
    }

    @Test
    default void figures_that_are_no_numbers_are_kept() {
        ModelVersion version = version();
        Map<String, Double> figures = Map.of("nan", Double.NaN, "infinite", Double.NEGATIVE_INFINITY);

        registry().promote(version, CHAMPION, Gate.of("g", c -> Verdict.passed("odd", "odd", figures)));

        assertThat(version.promotions().get(0).verdicts().get(0).figures()).isEqualTo(figures);
    }

    @Test
    @SuppressWarnings("NullAway") // a check of somebody who doesn't look for nulls
    default void a_check_that_throws_refuses() {
        ModelVersion version = version();
        List<Gate> gates = List.of(
                Gate.of("its check", candidate -> {
                    throw new java.io.IOException("no data \ud800\0");
                }),
                Gate.of("its check", candidate -> {
                    throw new AssertionError("no data");
                }),
                Gate.of("its check", candidate -> null),
                candidate -> {
                    throw new IllegalStateException("no data");
                },
                candidate -> List.of(),
                candidate -> null,
                candidate -> java.util.Arrays.asList((Verdict) null));

        for (Gate gate : gates) {
            Promotion promotion = registry().promote(version, CHAMPION, gate.and(PASSED));
            assertThat(promotion.refusals()).hasSize(1);
            assertThat(promotion.verdicts()).hasSize(2);
            assertThat(last().action()).isEqualTo("refuse");
        }
        assertThat(version.promotions()).hasSize(gates.size());
        assertThat(aliases()).isEmpty();
    }

    @Test
    default void a_check_that_is_interrupted_refuses_and_the_thread_stays_interrupted() {
        ModelVersion version = version();
        Gate interrupted = Gate.of("wait", candidate -> {
            throw new InterruptedException();
        });

        List<Verdict> verdicts = Gates.verdicts(interrupted, new Candidate(version, CHAMPION, null));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(verdicts).singleElement().satisfies(verdict -> assertThat(verdict.finding())
                .isEqualTo("the check was interrupted"));
    }

    @Test
    default void a_check_sees_the_candidate_and_the_holder() {
        ModelVersion one = registry().alias(version(), CHAMPION);
        ModelVersion two = registry().register(TRIPS, Rides.model(4));

        Promotion promotion = registry().promote(two, CHAMPION, Gate.of("g", candidate -> {
            assertThat(candidate).hasToString("version trips/2 for champion");
            assertThat(candidate.version()).isEqualTo(two);
            assertThat(candidate.holder()).contains(one);
            assertThat(candidate.holderModel()).contains(one.load());
            assertThat(candidate.model()).isSameAs(two.load());
            return Verdict.of("g", candidate.alias().equals(CHAMPION), "seen", Map.of());
        }));

        assertThat(promotion.accepted()).as(promotion.toText()).isTrue();
    }

    @Test
    default void an_alias_that_moves_while_the_checks_run_is_not_moved_again() {
        ModelVersion one = version();
        ModelVersion two = version();

        Promotion promotion = registry().promote(one, CHAMPION, Gate.of("g", candidate -> {
            registry().alias(two, CHAMPION);
            return Verdict.passed("g", "good", Map.of());
        }));

        assertThat(promotion.accepted()).isFalse();
        assertThat(promotion.refusals()).singleElement().satisfies(verdict -> assertThat(verdict.finding())
                .isEqualTo("alias 'champion' of 'trips' points to version 2, expected no version"));
        assertThat(aliases()).isEqualTo(Map.of(CHAMPION, 2));
        assertThat(last().action()).isEqualTo("refuse");
        assertThat(one.promotions()).as("one attempt").hasSize(1);
        assertThat(one.promotions().get(0).accepted()).isFalse();
    }

    @Test
    default void a_version_that_is_removed_while_the_checks_run_leaves_no_files() {
        ModelVersion version = version();
        version();

        assertThatThrownBy(() -> registry().promote(version, CHAMPION, Gate.of("g", candidate -> {
                    version.delete();
                    return Verdict.passed("g", "good", Map.of());
                })))
                .isInstanceOf(NotFoundException.class);

        assertThat(version.artifacts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "a:b", "a@b", "a\\b", "7", "v7", "..", "a\nb"})
    default void what_is_no_alias_is_refused_before_any_check(String alias) {
        ModelVersion version = version();
        Gate fails = candidate -> {
            throw new AssertionError("it was asked");
        };

        assertThatThrownBy(() -> registry().promote(version, alias, fails)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> registry().alias(version, alias)).isInstanceOf(InvalidException.class);
        assertThat(version.promotions()).isEmpty();
        assertThat(entries()).hasSize(3);
    }

    @Test
    default void a_reason_that_is_too_long_is_cut_in_the_history_and_whole_in_the_record() {
        ModelVersion version = version();
        String finding = "x".repeat(10_000);

        registry().promote(version, CHAMPION, Gate.of("g", candidate -> Verdict.refused("g", finding, Map.of())));

        assertThat(last().reason()).hasSize(8_000).endsWith("…");
        assertThat(version.promotions().get(0).verdicts().get(0).finding()).isEqualTo(finding);
    }
}
