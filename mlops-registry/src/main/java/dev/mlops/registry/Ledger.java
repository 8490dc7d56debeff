package dev.mlops.registry;

import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionData;
import java.util.List;
import java.util.function.Consumer;

/** Writes changes, each with its entry in the history, and tells the listeners what was recorded of them. */
record Ledger(Registry shared, Audit audit, List<RegistryListener> listeners) {

    /** An entry of now; {@code version} 0 is about the model, and what was before is known to the store alone. */
    AuditEntry entry(String model, int version, String action, String subject, String to) {
        return new AuditEntry(
                model,
                version,
                action,
                subject,
                "",
                to,
                audit.actor(),
                audit.reason(),
                shared.workspace().clock().instant());
    }

    /** Takes the next number for a version. */
    VersionData created(NewVersion begin) {
        AuditEntry entry = entry(begin.model(), 0, Actions.REGISTER, "", "");
        VersionData version = shared.models().createVersion(begin, entry);
        tell(entry.of(version.number(), entry.from()));
        return version;
    }

    /** Makes a change. */
    void change(String model, ModelChange change, AuditEntry entry) {
        tell(shared.models().change(model, change, entry));
    }

    /** Creates or removes. */
    void told(AuditEntry entry, Consumer<AuditEntry> change) {
        change.accept(entry);
        tell(entry);
    }

    private void tell(AuditEntry entry) {
        listeners.forEach(listener -> Listening.tell(listener, entry));
    }
}
