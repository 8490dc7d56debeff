package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a gate, keeps what it found, and moves the alias. The alias is moved only from where it pointed when the gate looked,
 * so that no check against the holder is about another one. What was found is kept first: a process that dies in between
 * leaves verdicts without a move, and no move without verdicts.
 */
final class Promoter {
    private static final int LONGEST_REASON = 8_000;
    private static final int LONGEST_FINDING = 1 << 20;

    private final ModelRegistry registry;

    Promoter(ModelRegistry registry) {
        this.registry = registry;
    }

    Promotion promote(ModelVersion version, String alias, Gate gate) {
        version.requireOf(registry);
        version.requireReady();
        int holder = registry.model(version.model()).aliases().getOrDefault(alias, 0);
        ModelChange.Alias move = new ModelChange.Alias(alias, version.number(), holder);
        @Nullable ModelVersion present = holder == 0 ? null : registry.version(version.model() + "/" + holder);
        List<Verdict> verdicts = Gates.verdicts(gate, new Candidate(version, alias, present));
        String file = version.files().fresh(PromotionRecord.FOLDER);
        try {
            Promotion promotion = keep(version, file, move, verdicts);
            return promotion.accepted() ? move(version, file, move, promotion) : refuse(promotion);
        } catch (NotFoundException e) {
            if (registry.shared()
                    .models()
                    .findVersion(version.model(), version.number())
                    .isEmpty()) {
                version.files().removeAll(); // it was removed meanwhile, and what was found of it goes, too
            }
            throw e;
        }
    }

    private Promotion move(ModelVersion version, String file, ModelChange.Alias move, Promotion promotion) {
        try {
            registry.ledger().change(version.model(), move, entry(promotion, Actions.PROMOTE));
            return promotion;
        } catch (ConflictException e) {
            List<Verdict> verdicts = new ArrayList<>(promotion.verdicts());
            verdicts.add(Verdict.refused("nobody moves the alias meanwhile", String.valueOf(e.getMessage()), Map.of()));
            return refuse(keep(version, file, move, verdicts));
        }
    }

    private Promotion refuse(Promotion promotion) {
        registry.ledger()
                .change(promotion.model(), new ModelChange.Note(promotion.version()), entry(promotion, Actions.REFUSE));
        return promotion;
    }

    private Promotion keep(ModelVersion version, String file, ModelChange.Alias move, List<Verdict> verdicts) {
        int holder = Objects.requireNonNullElse(move.expected(), 0);
        PromotionRecord record = new PromotionRecord(
                PromotionRecord.FORMAT,
                version.model(),
                version.number(),
                move.alias(),
                holder,
                verdicts.stream().map(Promoter::kept).toList(),
                registry.actor(),
                registry.reason(),
                now());
        version.files().put(file, record.write());
        return new Promotion(record);
    }

    /** A verdict in words that every store can hold, whatever a check has said. */
    private static Verdict kept(Verdict verdict) {
        return new Verdict(
                Texts.shown(verdict.check(), LONGEST_REASON),
                verdict.passed(),
                Texts.shown(verdict.finding(), LONGEST_FINDING),
                verdict.figures());
    }

    private Instant now() {
        return registry.shared().workspace().clock().instant();
    }

    /** The entry says why, and what the checks found, as far as there is room. */
    private AuditEntry entry(Promotion promotion, String action) {
        String found = promotion.verdicts().stream().map(Verdict::toString).collect(Collectors.joining("; "));
        String reason = promotion.reason().isEmpty() ? found : promotion.reason() + "; " + found;
        String from = promotion.holder().isPresent()
                ? Integer.toString(promotion.holder().getAsInt())
                : "";
        return new AuditEntry(
                promotion.model(),
                promotion.version(),
                action,
                promotion.alias(),
                from,
                Integer.toString(promotion.version()),
                promotion.actor(),
                Texts.shown(reason, LONGEST_REASON),
                now());
    }
}
