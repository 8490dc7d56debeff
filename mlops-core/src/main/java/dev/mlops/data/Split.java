package dev.mlops.data;

import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.Objects;

/**
 * A rule that divides a dataset into training and test rows: {@link Dataset#split}. The same rule on the same rows gives
 * the same sides in each process and on each Java version. Immutable.
 */
public abstract sealed class Split permits RandomSplit, TimeSplit, KeySplit {

    Split() {}

    /**
     * Draws exactly {@code round(testShare x rows)} rows, each set of that size being equally likely: selection sampling
     * (Knuth, The Art of Computer Programming, 3.4.2, algorithm S) with SplitMix64 started at {@code seed}, each number's
     * upper 53 bits taken as a fraction.
     *
     * @param testShare over 0 and under 1
     * @param seed any number
     */
    public static Split random(double testShare, long seed) {
        return new RandomSplit(share(testShare), seed);
    }

    /**
     * Tests on the rows from {@code cut} on, trains on the ones before it.
     *
     * @param column a column of date-times, none of them missing
     * @param cut the first moment that is tested
     */
    public static Split byTime(String column, LocalDateTime cut) {
        return new TimeSplit(Objects.requireNonNull(column), Objects.requireNonNull(cut), 0);
    }

    /**
     * Tests on the latest rows: as many as {@code round(testShare x rows)}, and those of the same moment as the earliest
     * of these, so that each training row is earlier than each test row.
     *
     * @param column a column of date-times, none of them missing
     * @param testShare over 0 and under 1
     */
    public static Split byTime(String column, double testShare) {
        return new TimeSplit(Objects.requireNonNull(column), null, share(testShare));
    }

    /**
     * Puts all rows of a key on one side. A key is tested if the first 8 bytes of SHA-256 over the seed and the key, as
     * an unsigned fraction, are under {@code testShare}: so its side doesn't depend on the order of the rows nor on which
     * other keys there are, and the share is reached as far as keys are many and alike. Rows without a key go together.
     * Hashed are the seed (8 bytes, big-endian) and the key: a whole number, a boolean (0, 1) or a date-time's days
     * since 1970-01-01 and nanoseconds of the day as 8 bytes each, a decimal as the bits of its double, a string as UTF-16
     * (big-endian), a missing key as nothing.
     *
     * @param column the column of the key
     * @param testShare over 0 and under 1
     * @param seed any number
     */
    public static Split byKey(String column, double testShare, long seed) {
        return new KeySplit(Objects.requireNonNull(column), share(testShare), seed);
    }

    private static double share(double testShare) {
        if (!(testShare > 0 && testShare < 1)) {
            throw new IllegalArgumentException("test share is " + testShare + ", must be over 0 and under 1");
        }
        return testShare;
    }

    /** The positions of the rows to test. */
    abstract BitSet test(Dataset<?> rows);
}
