package dev.mlops.serving;

/**
 * What micro-batching has done.
 *
 * @param batches how many batches were made
 * @param rows how many rows were in them
 * @param rejected how many rows weren't taken, since the queue was full
 * @param queued how many rows wait now
 */
public record BatchHealth(long batches, long rows, long rejected, int queued) {

    /** How many rows a batch had on average; NaN before the first one. */
    public double meanRows() {
        return (double) rows / batches;
    }
}
