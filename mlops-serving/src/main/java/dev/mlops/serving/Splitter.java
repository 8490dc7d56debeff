package dev.mlops.serving;

/** Which of several arms has a key. Thread-safe. */
@FunctionalInterface
interface Splitter {

    /** The index of the arm that has this hash of a key. */
    int pick(long hash);
}
