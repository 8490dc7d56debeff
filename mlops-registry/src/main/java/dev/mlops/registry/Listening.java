package dev.mlops.registry;

import dev.mlops.storage.spi.AuditEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, whatever they do. */
final class Listening {
    private static final Logger log = LoggerFactory.getLogger(Listening.class);

    private Listening() {}

    static void tell(RegistryListener listener, AuditEntry entry) {
        try {
            listener.changed(entry);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            log.warn("listener {} failed on {} of model '{}'", listener, entry.action(), entry.model(), e);
        }
    }
}
