package dev.mlops.storage.spi;

import dev.mlops.InvalidException;
import org.jspecify.annotations.Nullable;

/** One change of a model or of one of its versions; {@code version} 0 means the model itself. */
public sealed interface ModelChange {

    /**
     * Another description.
     *
     * @param version which version, or 0 for the model
     * @param text up to 8,000 characters
     */
    record Describe(int version, String text) implements ModelChange {
        /** Checks the limit. */
        public Describe {
            Rules.text("description", text, Rules.MAX_TAG);
        }
    }

    /**
     * Sets a tag, or removes it.
     *
     * @param version which version, or 0 for the model
     * @param key the tag's key, up to 250 characters
     * @param value its value up to 8,000 characters; null to remove it
     */
    record Tag(int version, String key, @Nullable String value) implements ModelChange {
        /** Checks the limits. */
        public Tag {
            Rules.key("tag key", key);
            if (value != null) {
                Rules.text("value of tag '" + key + "'", value, Rules.MAX_TAG);
            }
        }
    }

    /**
     * Another status.
     *
     * @param version which version
     * @param status the new status
     */
    record Status(int version, VersionStatus status) implements ModelChange {}

    /**
     * Nothing but the entry in the history, such as for a promotion that was refused.
     *
     * @param version which version, or 0 for the model
     */
    record Note(int version) implements ModelChange {}

    /**
     * Points an alias at a version, or takes it away.
     *
     * @param alias up to 250 characters, one line, not blank, without {@code / : @ \}, and not a number
     * @param version where it points from now on; 0 takes it away
     * @param expected where it must point now, 0 for nowhere; null where that doesn't matter
     */
    record Alias(String alias, int version, @Nullable Integer expected) implements ModelChange {
        /**
         * Checks the alias.
         *
         * @throws InvalidException if it isn't one
         */
        public Alias {
            Rules.alias(alias);
        }
    }
}
