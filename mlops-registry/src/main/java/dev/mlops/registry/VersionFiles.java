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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of one version among the artifacts. Their hashes are checked as they are read. */
final class VersionFiles {
    /** The folder of the saved model. */
    static final String MODEL = "model/";

    /** The largest size of a file that is read whole, beside those of the model. */
    private static final int LONGEST_RECORD = 16 << 20;

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
        return artifact(path).content();
    }

    private Artifact artifact(String path) {
        return store.find(name(path))
                .orElseThrow(() -> new NotFoundException("version " + this + " has no file '" + path + "'"));
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

    /** A name in a folder that no other file has. */
    String fresh(String folder) {
        return folder + clock.millis() + "-" + UUID.randomUUID() + ".json";
    }

    Promotion promotion(Artifact artifact) {
        String where = where(artifact.name().path());
        PromotionRecord record = PromotionRecord.read(read(artifact), where);
        requireOwn(where, record.model(), record.version());
        return new Promotion(record);
    }

    Reproduction reproduction(Artifact artifact) {
        String where = where(artifact.name().path());
        ReproductionRecord record = ReproductionRecord.read(read(artifact), where);
        requireOwn(where, record.model(), record.version());
        return new Reproduction(record);
    }

    /** The content of a file that is small. */
    byte[] read(String path) {
        return read(artifact(path));
    }

    private byte[] read(Artifact artifact) {
        String where = where(artifact.name().path());
        Content content = artifact.content();
        if (content.size() > LONGEST_RECORD) {
            throw new InvalidException(where + " was changed: it has " + content.size() + " bytes, at most "
                    + LONGEST_RECORD + " are read");
        }
        try (InputStream in = store.open(content)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new InvalidException(where + " can't be read: " + e.getMessage(), e);
        }
    }

    /** Throws {@link InvalidException} where a file says that it is of another version. */
    void requireOwn(String where, String ofModel, int ofNumber) {
        if (!ofModel.equals(model) || ofNumber != number) {
            throw new InvalidException(where + " is of version " + Texts.shown(ofModel, 250) + "/" + ofNumber
                    + ": the files of versions were swapped");
        }
    }

    /** Names a file for an error message. */
    String where(String path) {
        return "file '" + path + "' of version " + this;
    }

    private Stream<Artifact> ofModel() {
        return list().stream().filter(artifact -> artifact.name().path().startsWith(MODEL));
    }

    /** The hash of the content of each of the model's files, by its path. */
    SortedMap<String, String> modelHashes() {
        return ofModel()
                .collect(Collectors.toMap(
                        artifact -> artifact.name().path(),
                        artifact -> artifact.content().hash(),
                        (one, other) -> other,
                        TreeMap::new));
    }

    /** The model's files, each opened only if its content is what was registered: it may be whole but another's. */
    ModelSource registered(SortedMap<String, String> hashes) {
        return new Registered(this, hashes);
    }

    private record Registered(VersionFiles files, SortedMap<String, String> hashes) implements ModelSource {
        @Override
        public InputStream open(String file) {
            String path = MODEL + file;
            Content content = files.content(path);
            String expected = hashes.getOrDefault(path, "no such file");
            if (!content.hash().equals(expected)) {
                throw new InvalidException(files.where(path) + " has hash " + content.hash() + ", but " + expected
                        + " was registered: it was changed, or swapped for another model's");
            }
            return files.store.open(content);
        }

        @Override
        public String toString() {
            return files.toString();
        }
    }

    /** The size of the model's files together. */
    long modelBytes() {
        return ofModel().mapToLong(artifact -> artifact.content().size()).sum();
    }

    void removeAll() {
        store.unbindAll(name("any").owner());
    }

    @Override
    public String toString() {
        return model + "/" + number;
    }
}
