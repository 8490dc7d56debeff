package dev.mlops.storage.spi;

/** Whether a model version may be used. */
public enum VersionStatus {
    /** Its number is taken, and its files are being written. */
    PENDING,
    /** All of it is there. */
    READY,
    /** It couldn't be registered as a whole. */
    FAILED
}
