package dev.mlops.registry;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.model.ModelSource;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;

/** The files of one version among the artifacts. Their hashes are checked as they are read. */
final class VersionFiles implements ModelSource {
    /** The folder of the saved model. */
    static final String MODEL = "model/";

    private final ArtifactStore store;
    private final String model;
    private final int number;
    private final InstantSource clock;

    VersionFiles(Workspace workspace, String model, int number) {
        this.store = workspace.storage().artifacts();
        this.clock = workspace.clock();
        this.model = model;
        this.number = number;
    }

    String model() {
        return model;
    }

    int number() {
        return number;
    }

    List<Artifact> list() {
        return store.list(name("any").owner());
    }

    ArtifactName name(String path) {
        return ArtifactName.ofVersion(model, number, path);
    }

    InputStream openFile(String path) {
        return store.open(content(path));
    }

    Content content(String path) {
        return store.find(name(path))
                .orElseThrow(() -> new NotFoundException("version " + this + " has no file '" + path + "'"))
                .content();
    }

    @Override
    public InputStream open(String file) throws IOException {
        return openFile(MODEL + file);
    }

    void put(String path, byte[] bytes) {
        try {
            Content content = store.put(out -> out.write(bytes));
            store.bind(new Artifact(name(path), content, "", clock.instant()));
        } catch (IOException e) {
            throw new StorageUnavailableException("file '" + path + "' of version " + this + " can't be stored", e);
        }
    }

    /** Gives the content of another artifact a name here, too. */
    void bind(String path, Artifact from) {
        store.bind(new Artifact(name(path), from.content(), from.format(), clock.instant()));
    }

    /** Keeps a record in a folder, under a name of its own. */
    void keep(String folder, byte[] record) {
        put(folder + clock.millis() + "-" + UUID.randomUUID() + ".json", record);
    }

    Promotion promotion(Artifact artifact) {
        return new Promotion(read(artifact, PromotionRecord::read));
    }

    Reproduction reproduction(Artifact artifact) {
        return new Reproduction(read(artifact, ReproductionRecord::read));
    }

    private <T> T read(Artifact artifact, BiFunction<InputStream, String, T> reading) {
        String where = "file '" + artifact.name().path() + "' of version " + this;
        try (InputStream in = store.open(artifact.content())) {
            return reading.apply(in, where);
        } catch (IOException e) {
            throw new InvalidException(where + " can't be read: " + e.getMessage(), e);
        }
    }

    /** The size of the model's files together. */
    long modelBytes() {
        return list().stream()
                .filter(artifact -> artifact.name().path().startsWith(MODEL))
                .mapToLong(artifact -> artifact.content().size())
                .sum();
    }

    void removeAll() {
        store.unbindAll(name("any").owner());
    }

    @Override
    public String toString() {
        return model + "/" + number;
    }
}
