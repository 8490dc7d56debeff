package dev.mlops.storage.spi;

/** Whether an experiment or a run is in use. */
public enum Lifecycle {
    /** In use. */
    ACTIVE,
    /** Set aside: not found by a plain search, may be restored, and is removed for good by a purge. */
    DELETED
}
