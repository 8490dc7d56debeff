package dev.mlops.storage.internal;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.ModelChange;

/** Why a change of a model doesn't go with what is there, in the same words by every store. */
public final class Conflicts {
    private Conflicts() {}

    /** An alias doesn't point where a change expects. */
    public static ConflictException aliasElsewhere(String model, String alias, int found, int expected) {
        return new ConflictException("alias '" + alias + "' of '" + model + "' points to " + target(found)
                + ", expected " + target(expected));
    }

    private static String target(int version) {
        return version == 0 ? "no version" : "version " + version;
    }

    /** An alias is to point to a version that can't be used. */
    public static ConflictException aliasOfFailed(String model, ModelChange.Alias change) {
        return new ConflictException("version " + change.version() + " of '" + model
                + "' is FAILED, expected another for the alias '" + change.alias() + "'");
    }

    /** A version can't be used any more, but is. */
    public static ConflictException failedUnderAlias(String model, int version, String alias) {
        return new ConflictException("version " + version + " of '" + model + "' has the alias '" + alias
                + "', expected none: move it to another version first");
    }
}
