package dev.mlops.storage.spi;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holds registered models, their versions, aliases and history; the files of versions are artifacts.
 *
 * <p>Every method is atomic: it happens as a whole or not at all, and what one process was told is done, every process
 * sees. What a method that writes has returned survives the death of the process at once. Each change is written together
 * with its entry of the history, which is of the same model. Thread-safe; several processes may use one store, where the
 * backend says so. Any method throws {@link StorageUnavailableException}, which names the operation and the key, when the
 * store can't be reached, is locked for too long, or has no space left; nothing was written then.
 */
public interface ModelStore extends AutoCloseable {

    /**
     * Adds a model.
     *
     * @throws ConflictException if there is one of this name; the loser of a race gets this
     */
    void createModel(ModelData model, AuditEntry entry);

    /** The model of this name. */
    Optional<ModelData> findModel(String name);

    /** All models, ascending by name in code-point order. */
    List<ModelData> listModels();

    /**
     * Adds a version under the next number of its model. Of two that race each gets its own number.
     *
     * @param entry its version is ignored: the new number is recorded
     * @throws NotFoundException if there is no such model
     */
    VersionData createVersion(NewVersion version, AuditEntry entry);

    /** The version of this number. */
    Optional<VersionData> findVersion(String model, int number);

    /** A page of versions; by default the latest first. See {@link Query} for filter, order and paging. */
    Page<VersionData> searchVersions(Query query);

    /**
     * Makes a change and records the entry; the entry is recorded also where the change leaves all as it is. What was there
     * before, the store itself records in {@code from}: for an {@link ModelChange.Alias} the number where it pointed, empty
     * for nowhere; for a {@link ModelChange.Describe} the text; for a {@link ModelChange.Tag} its value, empty for none.
     *
     * @return the entry as it was recorded
     * @throws NotFoundException if there is no such model or version, or an alias is to point to a version that isn't there
     * @throws ConflictException if an alias doesn't point where the change expects; the message names both. And if an alias
     *     would point to a version that is FAILED, whichever of the two is changed: no alias ever does
     */
    AuditEntry change(String model, ModelChange change, AuditEntry entry);

    /**
     * Removes a version for good, with the aliases that point to it. Its number isn't used again.
     *
     * @throws NotFoundException if there is no such version
     */
    void removeVersion(String model, int number, AuditEntry entry);

    /**
     * Removes a model for good with all versions and aliases. Its history stays, and a model that is made under the same
     * name goes on with it and with the numbers.
     *
     * @throws NotFoundException if there is no such model
     */
    void removeModel(String model, AuditEntry entry);

    /** The history of a model, in the order in which the changes were made; {@code until} cuts what came later. */
    List<AuditEntry> history(String model, Instant until);

    /** Lets go of what the store holds open; nothing may be called afterwards. Closing again does nothing. */
    @Override
    void close();
}
