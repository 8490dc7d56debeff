package dev.mlops.registry;

import dev.mlops.model.Model;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A version that is to get an alias, and the one that has it: what the checks of a gate look at. Immutable. */
public final class Candidate {
    private final ModelVersion version;
    private final String alias;
    private final @Nullable ModelVersion holder;

    Candidate(ModelVersion version, String alias, @Nullable ModelVersion holder) {
        this.version = version;
        this.alias = alias;
        this.holder = holder;
    }

    /** The version that is to get the alias. */
    public ModelVersion version() {
        return version;
    }

    /** The alias, such as {@code champion}. */
    public String alias() {
        return alias;
    }

    /** The version that has the alias now; absent if none has. */
    public Optional<ModelVersion> holder() {
        return Optional.ofNullable(holder);
    }

    /** The candidate's model; throws as {@link ModelVersion#load} does. */
    public Model model() {
        return version.load();
    }

    /** The model that has the alias now; throws as {@link ModelVersion#load} does. */
    public Optional<Model> holderModel() {
        return holder().map(ModelVersion::load);
    }

    /** The verdict of a check against the holder where there is none. */
    Verdict unopposed(String check) {
        return Verdict.passed(check, "no version has the alias '" + alias + "' yet", Map.of());
    }

    @Override
    public String toString() {
        return version + " for " + alias;
    }
}
