package dev.mlops.storage;

/**
 * A value that knows the SHA-256 of its content. Two values with equal content have equal hashes, in this process and in
 * any other, so a hash can stand for the value in the key of a cache or in a record of what a model was trained on.
 */
public interface ContentHashed {

    /** {@code sha256:} and 64 lower-case hexadecimal digits; always the same for one object. Thread-safe. */
    String contentHash();
}
