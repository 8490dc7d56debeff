package dev.mlops.storage;

/**
 * What a purge has removed for good.
 *
 * @param experiments how many experiments
 * @param runs how many runs, those of the experiments among them
 * @param bytes of content that nothing is named after any more
 */
public record Purged(int experiments, int runs, long bytes) {}
