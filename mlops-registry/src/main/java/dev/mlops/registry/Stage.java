package dev.mlops.registry;

import java.util.Locale;

/** The stages that some teams move models through: each is an alias of this name, as any other. */
public enum Stage {
    /** Being tried out. */
    STAGING,
    /** In use. */
    PRODUCTION,
    /** No longer in use. */
    ARCHIVED;

    /** The alias that stands for the stage: its name in lower case. */
    public String alias() {
        return name().toLowerCase(Locale.ROOT);
    }
}
