package dev.mlops.registry;

import static dev.mlops.registry.CardText.fact;
import static dev.mlops.registry.CardText.nothing;
import static dev.mlops.registry.CardText.section;
import static dev.mlops.registry.CardText.table;

import dev.mlops.registry.internal.CardPage;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.Commit;
import dev.mlops.tracking.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads where a version came from and what happened to it since, for its card. */
final class CardLineage {
    private static final int LONGEST = 200;

    private final ModelVersion version;
    private final List<AuditEntry> history;

    CardLineage(ModelVersion version, List<AuditEntry> history) {
        this.version = version;
        this.history = history;
    }

    CardPage.Section gates() {
        List<Promotion> promotions = version.promotions();
        return section(
                "Gates",
                promotions.isEmpty()
                        ? nothing("No gate has checked this version.")
                        : table(
                                "Passed and refused, the earliest first",
                                List.of("When", "Alias", "Outcome", "Check", "Result", "Finding", "Asked by", "Why"),
                                promotions.stream().flatMap(CardLineage::verdicts)));
    }

    private static Stream<List<String>> verdicts(Promotion promotion) {
        return promotion.verdicts().stream()
                .map(verdict -> List.of(
                        CardText.moment(promotion.time()),
                        promotion.alias(),
                        promotion.accepted() ? "accepted" : "refused",
                        verdict.check(),
                        verdict.passed() ? "passed" : "REFUSED",
                        Texts.shown(verdict.finding(), LONGEST),
                        promotion.actor(),
                        shown(promotion.reason())));
    }

    private static String shown(String text) {
        return text.isBlank() ? CardText.NONE : Texts.shown(text, LONGEST);
    }

    CardPage.Section lineage() {
        List<CardPage.Fact> facts = new ArrayList<>();
        facts.add(fact("Run", version.runId().orElse("none: the model was registered without a run")));
        version.runId().flatMap(id -> version.run()).ifPresentOrElse(run -> of(run, facts), () -> version.runId()
                .ifPresent(id -> facts.add(fact("About the run", "it was removed since"))));
        facts.add(fact("Commit", version.commit().map(CardLineage::of).orElse("not known")));
        Map<String, String> params = version.params();
        return section(
                "Lineage",
                new CardPage.Facts(facts),
                params.isEmpty()
                        ? nothing("No parameters were recorded.")
                        : table("Parameters", "Parameter", "Value", params));
    }

    private static void of(Run run, List<CardPage.Fact> facts) {
        facts.add(fact("Name of the run", run.name()));
        facts.add(fact("Run by", run.user()));
        facts.add(fact("Run from", run.source()));
        facts.add(fact("Started", CardText.moment(run.start())));
        run.parentId().ifPresent(parent -> facts.add(fact("Parent run", parent)));
        if (run.isDeleted()) {
            facts.add(fact("About the run", "it is marked as deleted"));
        }
    }

    private static String of(Commit commit) {
        return commit.id()
                + (commit.branch().isEmpty() ? "" : " of branch " + commit.branch())
                + (commit.dirty() ? ", with changes that weren't committed" : "");
    }

    CardPage.Section history() {
        return section(
                "History",
                table(
                        "Changes of this version, the earliest first",
                        List.of("When", "Who", "Action", "Subject", "From", "To", "Why"),
                        history.stream().map(CardLineage::line)));
    }

    private static List<String> line(AuditEntry entry) {
        return List.of(
                CardText.moment(entry.time()),
                entry.actor(),
                entry.action(),
                shown(entry.subject()),
                shown(entry.from()),
                shown(entry.to()),
                shown(entry.reason()));
    }
}
