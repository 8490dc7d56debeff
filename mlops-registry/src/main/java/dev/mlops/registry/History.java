package dev.mlops.registry;

import dev.mlops.storage.spi.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Who changed what of a model, when and why, in the order of the changes; also of versions that are gone, and of a model that
 * was removed. Immutable.
 */
public final class History {
    private final String model;
    private final List<AuditEntry> entries;

    History(String model, List<AuditEntry> entries) {
        this.model = model;
        this.entries = List.copyOf(entries);
    }

    /** The model's name. */
    public String model() {
        return model;
    }

    /** Every change, the earliest first. */
    public List<AuditEntry> entries() {
        return entries;
    }

    /** The changes of one version, the earliest first. */
    public List<AuditEntry> entries(int version) {
        return entries.stream().filter(entry -> entry.version() == version).toList();
    }

    /** Which version an alias points to after all changes; empty for none. */
    public OptionalInt holder(String alias) {
        return new Holders(alias, entries).present();
    }

    /** Which version an alias pointed to at a moment, changes of that very millisecond included; empty for none. */
    public OptionalInt holder(String alias, Instant at) {
        List<AuditEntry> until =
                entries.stream().filter(entry -> !entry.time().isAfter(at)).toList();
        return new Holders(alias, until).present();
    }

    /**
     * Which version a rollback of the alias would give it back to: the one before the present holder, without those that a
     * rollback has already left and those that are removed; empty for none.
     */
    public OptionalInt previous(String alias) {
        return new Holders(alias, entries).previous();
    }

    /** The versions that the last removal of the model removed, those that were removed before included. */
    IntStream numbersBeforeRemoval() {
        int last = entries.size() - 1;
        while (last >= 0 && !isRemoval(entries.get(last))) {
            last--;
        }
        return entries.subList(0, last + 1).stream()
                .filter(entry -> entry.action().equals(Actions.REGISTER))
                .mapToInt(AuditEntry::version);
    }

    private static boolean isRemoval(AuditEntry entry) {
        return entry.action().equals(Actions.DELETE) && entry.version() == 0;
    }

    /** A line for each change. */
    public String toText() {
        List<String> lines = new ArrayList<>();
        for (AuditEntry entry : entries) {
            lines.add(entry.time() + " " + entry.actor() + ": " + what(entry)
                    + (entry.reason().isEmpty()
                            ? ""
                            : " (" + entry.reason().lines().findFirst().orElse("") + ")"));
        }
        return String.join("\n", lines);
    }

    private static String what(AuditEntry entry) {
        String version = entry.version() == 0 ? "" : " version " + entry.version();
        String subject = entry.subject().isEmpty() ? "" : " " + entry.subject();
        String from = entry.from().isEmpty() ? "" : " from '" + entry.from() + "'";
        String to = entry.to().isEmpty() ? "" : " to '" + entry.to() + "'";
        return entry.action() + subject + version + from + to;
    }

    @Override
    public String toString() {
        return "history of model '" + model + "' with " + entries.size() + " changes";
    }
}
