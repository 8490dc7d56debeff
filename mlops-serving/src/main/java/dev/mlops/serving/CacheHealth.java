package dev.mlops.serving;

/**
 * What the cache of a predictor has done.
 *
 * @param entries how many answers it has now, about
 * @param hits how often an answer was there
 * @param misses how often it wasn't
 * @param evictions how many answers made room for others
 */
public record CacheHealth(long entries, long hits, long misses, long evictions) {

    /** The share of calls whose answer was there; NaN before the first call. */
    public double hitRate() {
        return (double) hits / (hits + misses);
    }
}
