package dev.mlops.registry;

import static dev.mlops.registry.GateSamples.CHAMPION;
import static dev.mlops.registry.GateSamples.constant;
import static dev.mlops.registry.GateSamples.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.NotFoundException;
import dev.mlops.pipeline.Approver.Decision;
import dev.mlops.storage.spi.AuditEntry;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApprovalGateTest {
    private final ModelRegistry registry = GateSamples.registry();
    private final ModelVersion version = GateSamples.version(registry, constant(1));

    @Nested
    class Asked {
        @Test
        void a_yes_passes_with_who_and_why() {
            Gate gate = Gate.approval(
                    "fit for use?", (candidate, question) -> Decision.approve("jane", candidate + " is: " + question));

            assertThat(verdict(registry, version, gate))
                    .hasToString(
                            "passed: approval: fit for use?: jane approved: version minutes/1 for champion is: fit for "
                                    + "use?");
        }

        @Test
        void a_no_refuses_with_who_and_why() {
            Gate gate = Gate.approval("fit for use?", (candidate, question) -> Decision.reject("jane", "too slow"));

            assertThat(verdict(registry, version, gate))
                    .isEqualTo(Verdict.refused("approval: fit for use?", "jane rejected: too slow", Map.of()));
        }

        @Test
        void no_answer_refuses() {
            Gate gate = Gate.approval("fit for use?", (candidate, question) -> {
                throw new IOException("nobody is there");
            });

            assertThat(verdict(registry, version, gate).finding())
                    .isEqualTo("the check threw java.io.IOException: nobody is there");
        }
    }

    @Nested
    class Recorded {
        @Test
        void an_approval_is_kept_in_the_history_and_moves_nothing() {
            registry.by("jane").because("saw the report").approve(version, CHAMPION);

            AuditEntry entry = registry.history("minutes").entries(1).get(2);
            assertThat(entry.action()).isEqualTo("approve");
            assertThat(entry.subject()).isEqualTo(CHAMPION);
            assertThat(entry.actor()).isEqualTo("jane");
            assertThat(entry.reason()).isEqualTo("saw the report");
            assertThat(registry.version("minutes/1").aliases()).isEmpty();
        }

        @Test
        void each_actor_counts_once() {
            Gate two = Gate.approvals(2);
            registry.by("jane").approve(version, CHAMPION);
            registry.by("jane").approve(version, CHAMPION);

            assertThat(verdict(registry, version, two))
                    .isEqualTo(Verdict.refused(
                            "approved by 2 or more",
                            "version minutes/1 is approved for 'champion' by [jane], expected 2 other than who registered it",
                            Map.of("approvals", 1.0, "required", 2.0)));
            registry.by("joe").approve(version, CHAMPION);
            assertThat(verdict(registry, version, two))
                    .hasToString(
                            "passed: approved by 2 or more: version minutes/1 is approved for 'champion' by [jane, joe]");
        }

        @Test
        void who_registered_the_version_does_not_count() {
            registry.by("ann").approve(version, CHAMPION);

            assertThat(verdict(registry, version, Gate.approvals(1)).finding())
                    .isEqualTo(
                            "version minutes/1 is approved for 'champion' by nobody, expected 1 other than who registered "
                                    + "it");
            assertThat(verdict(registry, version, Gate.approvedBy("ann")).passed())
                    .isFalse();
        }

        @Test
        void an_approval_is_for_one_version_and_one_alias() {
            registry.by("jane").approve(version, "challenger");
            registry.by("jane").approve(GateSamples.version(registry, constant(2)), CHAMPION);

            assertThat(verdict(registry, version, Gate.approvals(1)).passed()).isFalse();
        }

        @Test
        void a_withdrawn_approval_does_not_count() {
            registry.by("jane").approve(version, CHAMPION);
            registry.by("joe").withdraw(version, CHAMPION); // takes back nothing of jane's
            assertThat(verdict(registry, version, Gate.approvals(1)).passed()).isTrue();

            registry.by("jane").withdraw(version, CHAMPION);

            assertThat(verdict(registry, version, Gate.approvals(1)).passed()).isFalse();
        }

        @Test
        void one_of_some_names_is_enough() {
            Gate gate = Gate.approvedBy("jane", "joe");
            registry.by("mia").approve(version, CHAMPION);

            assertThat(verdict(registry, version, gate))
                    .hasToString(
                            "REFUSED: approved by one of [jane, joe]: version minutes/1 is approved for 'champion' by "
                                    + "[mia], expected one of [jane, joe] other than who registered it");
            registry.by("joe").approve(version, CHAMPION);
            assertThat(verdict(registry, version, gate).passed()).isTrue();
        }

        @Test
        void a_version_that_is_gone_can_not_be_approved() {
            version.delete();

            assertThatThrownBy(() -> registry.approve(version, CHAMPION)).isInstanceOf(NotFoundException.class);
        }

        @Test
        void nobody_can_not_be_asked_for() {
            assertThatThrownBy(() -> Gate.approvals(0)).hasMessage("number of approvals is 0, expected at least 1");
            assertThatThrownBy(Gate::approvedBy).hasMessage("there are 0 actors, expected at least 1");
        }
    }
}
