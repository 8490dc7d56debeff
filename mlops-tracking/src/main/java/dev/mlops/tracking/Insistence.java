package dev.mlops.tracking;

import dev.mlops.ConflictException;
import dev.mlops.MlopsException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.RunChange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Delivers as much of an entry as is accepted: a change that is refused for a parameter isn't lost with it. */
final class Insistence {
    private final Consumer<Entry> to;
    private final BiConsumer<Entry, MlopsException> refused;

    /** Gives entries to {@code to}, and what it refuses for good to {@code refused}. */
    Insistence(Consumer<Entry> to, BiConsumer<Entry, MlopsException> refused) {
        this.to = to;
        this.refused = refused;
    }

    /** Throws StorageUnavailableException if it can't be told yet what is accepted. */
    void deliver(Entry entry) {
        try {
            to.accept(entry);
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (ConflictException e) {
            if (entry instanceof Entry.Change change
                    && !change.change().params().isEmpty()) {
                apart(change).forEach(this::deliverAlone);
            } else {
                refused.accept(entry, e);
            }
        } catch (MlopsException e) {
            refused.accept(entry, e);
        }
    }

    private void deliverAlone(Entry entry) {
        try {
            to.accept(entry);
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (MlopsException e) {
            refused.accept(entry, e);
        }
    }

    /** All but the parameters, then each of these. */
    private static List<Entry> apart(Entry.Change change) {
        List<Entry> parts = new ArrayList<>();
        parts.add(new Entry.Change(change.runId(), withoutParams(change.change())));
        change.change()
                .params()
                .forEach((key, value) -> parts.add(new Entry.Change(
                        change.runId(), RunChange.builder().param(key, value).build())));
        return parts;
    }

    private static RunChange withoutParams(RunChange change) {
        RunChange.Builder rest = RunChange.builder();
        change.metrics().forEach(rest::metric);
        change.tags().forEach(rest::tag);
        change.untag().forEach(rest::untag);
        change.datasets().forEach(rest::dataset);
        change.name().ifPresent(rest::name);
        change.lifecycle().ifPresent(now -> change.deleted().ifPresentOrElse(rest::delete, rest::restore));
        change.commit().ifPresent(rest::commit);
        change.heartbeat().ifPresent(rest::heartbeat);
        change.status().ifPresent(status -> change.end().ifPresentOrElse(end -> rest.end(status, end), rest::resume));
        return rest.build();
    }
}
