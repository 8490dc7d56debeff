package dev.mlops.registry;

import dev.mlops.storage.spi.AuditEntry;

/**
 * Hears of the changes that a registry of this process makes, after they are made, in the thread that made them. What it
 * throws is logged and goes no further.
 */
@FunctionalInterface
public interface RegistryListener {

    /** A change was made, or a promotion refused: the entry is in the model's history. */
    void changed(AuditEntry entry);
}
