package dev.mlops.storage.internal.memory;

/**
 * What is stored, and when it was made.
 *
 * @param sequence a number that grows with each that is made
 */
record Numbered<T>(long sequence, T subject) {}
