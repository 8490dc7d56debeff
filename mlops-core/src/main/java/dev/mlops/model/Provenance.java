package dev.mlops.model;

import dev.mlops.data.Dataset;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tribuo.Trainer;

/** Where a model comes from: who trained it, on what, with what, and when. Immutable. */
public final class Provenance {
    private final String trainer;
    private final SortedMap<String, String> configuration;
    private final SortedMap<String, String> fit;
    private final Data data;
    private final Software software;
    private final Instant created;

    /**
     * The rows that a model was trained on.
     *
     * @param name the dataset's name
     * @param digest {@code sha256:} and 64 hexadecimal digits: the dataset's content hash
     * @param rows how many rows
     */
    public record Data(String name, String digest, long rows) {

        static Data of(Dataset<?> dataset) {
            return new Data(dataset.name(), dataset.contentHash(), dataset.size());
        }
    }

    /**
     * The software that trained a model.
     *
     * @param library this library's version
     * @param tribuo Tribuo's version
     * @param java the Java runtime's version
     */
    public record Software(String library, String tribuo, String java) {

        static Software present(String tribuo) {
            String version = Provenance.class.getPackage().getImplementationVersion();
            return new Software(
                    version == null ? "unreleased" : version,
                    tribuo,
                    Runtime.version().toString());
        }
    }

    Provenance(
            String trainer,
            SortedMap<String, String> configuration,
            SortedMap<String, String> fit,
            Data data,
            Software software,
            Instant created) {
        this.trainer = trainer;
        this.configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
        this.fit = Collections.unmodifiableSortedMap(new TreeMap<>(fit));
        this.data = data;
        this.software = software;
        this.created = created;
    }

    /** The options of a trainer by name, as {@link #configuration} has them of the one that trained a model. */
    public static SortedMap<String, String> options(Trainer<?> trainer) {
        return TribuoProvenance.flatten(trainer.getProvenance());
    }

    /** The trainer's class. */
    public String trainer() {
        return trainer;
    }

    /** The trainer's options by name; an option that is an object gives one entry each of its own, as {@code a.b}. */
    public SortedMap<String, String> configuration() {
        return configuration;
    }

    /** What the trainer says of this fit, such as the iterations it took; empty where it says nothing. */
    public SortedMap<String, String> fit() {
        return fit;
    }

    /** The training rows. */
    public Data data() {
        return data;
    }

    /** The software that trained the model. */
    public Software software() {
        return software;
    }

    /** When training ended, in whole milliseconds. */
    public Instant created() {
        return created;
    }

    @Override
    public String toString() {
        String simple = trainer.substring(trainer.lastIndexOf('.') + 1);
        return "%s%s on %d rows of %s at %s".formatted(simple, configuration, data.rows(), data.name(), created);
    }
}
