package dev.mlops.data;

/**
 * What to do about a row that doesn't fit the record. A file whose structure is lost (truncated, not what its name says,
 * a required column absent, a broken quote or encoding) fails under each policy.
 */
public enum BadRows {
    /** Throw an {@link dev.mlops.InvalidException} at the first one. */
    FAIL,
    /** Leave them out and count them. */
    SKIP,
    /** Leave them out and keep a {@link BadRow} for each, in memory. */
    COLLECT
}
