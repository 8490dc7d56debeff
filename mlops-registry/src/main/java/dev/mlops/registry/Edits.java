package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.VersionStatus;
import org.jspecify.annotations.Nullable;

/** The changes of models and versions, each with its entry in the history, which listeners hear of. */
final class Edits {
    private final ModelRegistry registry;

    Edits(ModelRegistry registry) {
        this.registry = registry;
    }

    RegisteredModel describe(RegisteredModel model, String text) {
        change(model.name(), 0, new ModelChange.Describe(0, text), Actions.DESCRIBE, "", text);
        return registry.model(model.name());
    }

    ModelVersion describe(ModelVersion version, String text) {
        int number = version.number();
        change(version.model(), number, new ModelChange.Describe(number, text), Actions.DESCRIBE, "", text);
        return registry.version(version.reference());
    }

    RegisteredModel tag(RegisteredModel model, String key, @Nullable String value) {
        tag(model.name(), 0, key, value);
        return registry.model(model.name());
    }

    ModelVersion tag(ModelVersion version, String key, @Nullable String value) {
        tag(version.model(), version.number(), key, value);
        return registry.version(version.reference());
    }

    private void tag(String model, int number, String key, @Nullable String value) {
        String action = value == null ? Actions.UNTAG : Actions.TAG;
        change(model, number, new ModelChange.Tag(number, key, value), action, key, value == null ? "" : value);
    }

    void status(String model, int number, VersionStatus status, String action) {
        change(model, number, new ModelChange.Status(number, status), action, "", "");
    }

    /** Moves an alias; {@code version} 0 takes it away, {@code expected} null doesn't look where it points. */
    void alias(String model, String alias, int version, @Nullable Integer expected, String action) {
        String to = version == 0 ? "" : Integer.toString(version);
        change(model, version, new ModelChange.Alias(alias, version, expected), action, alias, to);
    }

    /** Gives an alias back to its holder before the present one. */
    ModelVersion rollback(String model, String alias) {
        History history = registry.model(model).history();
        int present = history.holder(alias).orElse(0);
        int previous = history.previous(alias)
                .orElseThrow(() -> new ConflictException("alias '" + alias + "' of model '" + model
                        + "' has no earlier holder to go back to, it points to "
                        + (present == 0 ? "no version" : "version " + present)));
        alias(model, alias, previous, present, Actions.ROLLBACK);
        return registry.version(model + "/" + previous);
    }

    /** Says something about a version and an alias, which changes nothing but the history. */
    void note(ModelVersion version, String alias, String action) {
        version.requireOf(registry);
        int number = version.number();
        ModelChange.Alias named = new ModelChange.Alias(alias, number, null); // which checks the name
        change(version.model(), number, new ModelChange.Note(number), action, named.alias(), "");
    }

    /** Removes a version. It is FAILED first, which no alias can point to, so that nobody uses it while its files go. */
    void delete(ModelVersion version) {
        String model = version.model();
        int number = version.number();
        if (registry.data(model, number).status() != VersionStatus.FAILED) {
            status(model, number, VersionStatus.FAILED, Actions.DELETING);
        }
        registry.files(model, number).removeAll();
        registry.shared().forget(model, number);
        registry.ledger()
                .told(
                        registry.ledger().entry(model, number, Actions.DELETE, "", ""),
                        entry -> registry.shared().models().removeVersion(model, number, entry));
        registry.files(model, number).removeAll(); // what a promotion has kept until now
    }

    /**
     * Removes a model. Files go first: who dies in between leaves a model that can be removed again, and no files that nobody
     * finds. Then those of versions that were registered meanwhile; not those of a model that was made again since.
     */
    void delete(RegisteredModel model) {
        String name = model.name();
        for (ModelVersion version : registry.versions(name).list()) {
            version.files().removeAll();
        }
        registry.ledger().told(registry.ledger().entry(name, 0, Actions.DELETE, "", ""), entry -> registry.shared()
                .models()
                .removeModel(name, entry));
        registry.history(name).numbersBeforeRemoval().forEach(number -> registry.files(name, number)
                .removeAll());
        registry.shared().forget(name);
    }

    private void change(String model, int version, ModelChange change, String action, String subject, String to) {
        registry.ledger().change(model, change, registry.ledger().entry(model, version, action, subject, to));
    }
}
