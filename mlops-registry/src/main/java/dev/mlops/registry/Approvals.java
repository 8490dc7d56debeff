package dev.mlops.registry;

import dev.mlops.pipeline.Approver.Decision;
import dev.mlops.storage.spi.AuditEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who approved a version for an alias. In the history it is whose last word is an approval, but not who registered it. */
final class Approvals {
    private Approvals() {}

    static Verdict asked(String check, Decision decision) {
        String found = decision.by()
                + (decision.approved() ? " approved" : " rejected")
                + (decision.why().isEmpty() ? "" : ": " + decision.why());
        return Verdict.of(check, decision.approved(), found, Map.of());
    }

    static Verdict byNumber(String check, Candidate candidate, int required) {
        SortedSet<String> actors = of(candidate);
        boolean passed = actors.size() >= required;
        String found = found(candidate, actors);
        return Verdict.of(
                check,
                passed,
                passed ? found : found + ", expected " + required + " other than who registered it",
                Map.of("approvals", (double) actors.size(), "required", (double) required));
    }

    static Verdict byOneOf(String check, Candidate candidate, Set<String> names) {
        SortedSet<String> actors = of(candidate);
        boolean passed = actors.stream().anyMatch(names::contains);
        String found = found(candidate, actors);
        return Verdict.of(
                check,
                passed,
                passed ? found : found + ", expected one of " + new TreeSet<>(names) + " other than who registered it",
                Map.of("approvals", (double) actors.size()));
    }

    private static String found(Candidate candidate, SortedSet<String> actors) {
        return candidate.version() + " is approved for '" + candidate.alias() + "' by "
                + (actors.isEmpty() ? "nobody" : actors);
    }

    private static SortedSet<String> of(Candidate candidate) {
        List<AuditEntry> entries = candidate.version().changes();
        SortedSet<String> actors = new TreeSet<>();
        for (AuditEntry entry : entries) {
            if (entry.subject().equals(candidate.alias())) {
                switch (entry.action()) {
                    case Actions.APPROVE -> actors.add(entry.actor());
                    case Actions.WITHDRAW -> actors.remove(entry.actor());
                    default -> {}
                }
            }
        }
        entries.stream()
                .filter(entry -> entry.action().equals(Actions.REGISTER))
                .forEach(entry -> actors.remove(entry.actor()));
        return actors;
    }
}
