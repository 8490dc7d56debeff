package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a gate, keeps what it found, and moves the alias. The alias is moved only from where it pointed when the gate looked,
 * so that no check against the holder is about another one. What was found is kept first: a process that dies in between
 * leaves verdicts without a move, and no move without verdicts.
 */
final class Promoter {
    private static final int LONGEST_REASON = 8_000;

    private final ModelRegistry registry;

    Promoter(ModelRegistry registry) {
        this.registry = registry;
    }

    Promotion promote(ModelVersion version, String alias, Gate gate) {
        version.requireReady();
        int holder = registry.model(version.model()).aliases().getOrDefault(alias, 0);
        @Nullable ModelVersion present = holder == 0 ? null : registry.version(version.model() + "/" + holder);
        List<Verdict> verdicts = Gates.verdicts(gate, new Candidate(version, alias, present));
        Promotion promotion = keep(version, alias, holder, verdicts);
        return promotion.accepted() ? move(version, promotion) : refuse(promotion);
    }

    private Promotion move(ModelVersion version, Promotion promotion) {
        int holder = promotion.holder().orElse(0);
        AuditEntry entry = entry(promotion, Actions.PROMOTE);
        try {
            registry.told(entry, each -> registry.shared()
                    .models()
                    .change(version.model(), new ModelChange.Alias(promotion.alias(), version.number(), holder), each));
            return promotion;
        } catch (ConflictException e) {
            List<Verdict> verdicts = new ArrayList<>(promotion.verdicts());
            verdicts.add(Verdict.refused("nobody moves the alias meanwhile", String.valueOf(e.getMessage()), Map.of()));
            return refuse(keep(version, promotion.alias(), holder, verdicts));
        }
    }

    private Promotion refuse(Promotion promotion) {
        registry.told(entry(promotion, Actions.REFUSE), entry -> registry.shared()
                .models()
                .change(promotion.model(), new ModelChange.Note(promotion.version()), entry));
        return promotion;
    }

    private Promotion keep(ModelVersion version, String alias, int holder, List<Verdict> verdicts) {
        Instant now = registry.shared().workspace().clock().instant();
        PromotionRecord record = new PromotionRecord(
                PromotionRecord.FORMAT,
                version.model(),
                version.number(),
                alias,
                holder,
                List.copyOf(verdicts),
                registry.actor(),
                registry.reason(),
                now);
        version.files().keep(PromotionRecord.FOLDER, record.write());
        return new Promotion(record);
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
                promotion.time());
    }
}
