package dev.mlops.serving;

/**
 * The steps of a canary as numbers.
 *
 * @param from when the first one begins, in milliseconds since 1970
 * @param each how long each lasts, in milliseconds
 * @param shares the candidate's share at each, 0 to 1
 * @param after its share after the last one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never given away
record CanarySchedule(long from, long each, double[] shares, double after) {

    /** The candidate's share at a time in milliseconds since 1970. */
    double share(long now) {
        if (now < from) {
            return 0;
        }
        long step = (now - from) / each;
        return step < shares.length ? shares[(int) step] : after;
    }
}
