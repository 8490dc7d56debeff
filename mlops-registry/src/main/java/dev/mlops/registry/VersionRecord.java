package dev.mlops.registry;

import dev.mlops.model.Model;
import dev.mlops.model.Provenance;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.tracking.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a version beyond what it can be found by, as it was when the version was registered: it stays when the run
 * is gone.
 *
 * @param format the version of this format
 * @param model the name of the model that the version is of
 * @param version the version's number
 * @param modelHash the model's content hash
 * @param files the hash of the content of each file of the model, by its path
 * @param signature the model's signature in words
 * @param libraries versions by name of what trained the model
 * @param commit the state of the code; null where it isn't known
 * @param datasets the data that was used
 */
record VersionRecord(
        int format,
        String model,
        int version,
        String modelHash,
        SortedMap<String, String> files,
        String signature,
        SortedMap<String, String> libraries,
        @Nullable Commit commit,
        List<DatasetInput> datasets) {
    static final String NAME = "version.json";

    /** What rows are recorded for that a model was trained on. */
    static final String TRAINING = "training";

    private static final int FORMAT = 1;

    VersionRecord {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(modelHash, "modelHash");
        files = hashes(files);
        Objects.requireNonNull(signature, "signature");
        libraries.values().forEach(library -> Objects.requireNonNull(library, "library"));
        datasets = List.copyOf(datasets);
    }

    private static SortedMap<String, String> hashes(SortedMap<String, String> files) {
        files.forEach((file, hash) -> Objects.requireNonNull(hash, file));
        return Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    static VersionRecord of(VersionFiles files, Model model, @Nullable Run run, List<DatasetInput> datasets) {
        Commit commit = run == null ? null : run.commit().orElse(null);
        Provenance.Software software = model.provenance().software();
        SortedMap<String, String> libraries = new TreeMap<>(
                Map.of("mlops", software.library(), "tribuo", software.tribuo(), "java", software.java()));
        return new VersionRecord(
                FORMAT,
                files.model(),
                files.number(),
                model.contentHash(),
                files.modelHashes(),
                model.signature().toString(),
                libraries,
                commit,
                datasets);
    }

    /** The rows that a model was trained on, as far as the model knows them. */
    static Optional<DatasetInput> trainingData(Model model) {
        Provenance.Data data = model.provenance().data();
        String name = data.name().isBlank() ? TRAINING : data.name();
        return data.digest().isEmpty()
                ? Optional.empty()
                : Optional.of(new DatasetInput(name, data.digest(), TRAINING, "", "", data.rows()));
    }

    byte[] write() {
        try {
            return Json.mapper().writeValueAsBytes(this);
        } catch (IOException e) {
            throw new UncheckedIOException("the record of a version can't be written", e);
        }
    }

    static VersionRecord read(VersionFiles files) {
        String where = files.where(NAME);
        VersionRecord record = RecordJson.read(files.read(NAME), where, FORMAT, VersionRecord.class);
        files.requireOwn(where, record.model(), record.version());
        return record;
    }
}
