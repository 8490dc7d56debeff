package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.storage.spi.VersionStatus;
import org.jspecify.annotations.Nullable;

/** The changes of models and versions, each with its entry in the history, which listeners hear of. */
final class Edits {
    private final ModelRegistry registry;

    Edits(ModelRegistry registry) {
        this.registry = registry;
    }

    RegisteredModel describe(RegisteredModel model, String text) {
        change(model.name(), 0, new ModelChange.Describe(0, text), Actions.DESCRIBE, "", model.description(), text);
        return registry.model(model.name());
    }

    ModelVersion describe(ModelVersion version, String text) {
        change(
                version.model(),
                version.number(),
                new ModelChange.Describe(version.number(), text),
                Actions.DESCRIBE,
                "",
                version.description(),
                text);
        return registry.version(version.reference());
    }

    RegisteredModel tag(RegisteredModel model, String key, @Nullable String value) {
        tag(model.name(), 0, key, model.tags().get(key), value);
        return registry.model(model.name());
    }

    ModelVersion tag(ModelVersion version, String key, @Nullable String value) {
        tag(version.model(), version.number(), key, version.tags().get(key), value);
        return registry.version(version.reference());
    }

    private void tag(String model, int number, String key, @Nullable String before, @Nullable String value) {
        change(
                model,
                number,
                new ModelChange.Tag(number, key, value),
                value == null ? Actions.UNTAG : Actions.TAG,
                key,
                before == null ? "" : before,
                value == null ? "" : value);
    }

    void status(String model, int number, VersionStatus status, String action) {
        change(model, number, new ModelChange.Status(number, status), action, "", "", "");
    }

    /** Moves an alias; {@code version} 0 takes it away, {@code expected} null doesn't look where it points. */
    void alias(String model, String alias, int version, @Nullable Integer expected, String action) {
        change(
                model,
                version,
                new ModelChange.Alias(alias, version, expected),
                action,
                alias,
                "",
                version == 0 ? "" : Integer.toString(version));
    }

    /** Says something about a version and an alias, which changes nothing but the history. */
    void note(ModelVersion version, String alias, String action) {
        int number = version.number();
        change(version.model(), number, new ModelChange.Note(number), action, alias, "", "");
    }

    void delete(ModelVersion version) {
        String model = version.model();
        int number = version.number();
        VersionData present = registry.data(model, number);
        if (!present.aliases().isEmpty()) {
            throw new ConflictException(version + " has the aliases " + present.aliases()
                    + ", expected none: move them to another version first");
        }
        if (present.status() == VersionStatus.READY) {
            status(
                    model,
                    number,
                    VersionStatus.FAILED,
                    Actions.DELETING); // so that nobody takes it for whole while its files go
        }
        registry.files(model, number).removeAll();
        registry.forget(model, number);
        registry.told(
                registry.entry(model, number, Actions.DELETE, "", "", ""),
                entry -> registry.shared().models().removeVersion(model, number, entry));
    }

    void delete(RegisteredModel model) {
        registry.told(
                registry.entry(model.name(), 0, Actions.DELETE, "", "", ""),
                entry -> registry.shared().models().removeModel(model.name(), entry));
        registry.shared().artifacts().unbindAll("models/" + model.name());
        registry.forget(model.name());
    }

    private void change(
            String model, int version, ModelChange change, String action, String subject, String from, String to) {
        registry.told(
                registry.entry(model, version, action, subject, from, to),
                entry -> registry.shared().models().change(model, change, entry));
    }
}
