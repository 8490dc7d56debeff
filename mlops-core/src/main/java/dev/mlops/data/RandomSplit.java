package dev.mlops.data;

import java.util.BitSet;

/** See {@link Split#random}. */
final class RandomSplit extends Split {
    private final double testShare;
    private final long seed;

    RandomSplit(double testShare, long seed) {
        this.testShare = testShare;
        this.seed = seed;
    }

    @Override
    BitSet test(Dataset<?> rows) {
        BitSet test = new BitSet(rows.size());
        long state = seed;
        long wanted = Math.round(testShare * rows.size());
        for (int i = 0; i < rows.size(); i++) {
            state += 0x9e3779b97f4a7c15L;
            int left = rows.size() - i;
            if (fraction(state) * left < wanted) {
                test.set(i);
                wanted--;
            }
        }
        return test;
    }

    /** The output function of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    private static double fraction(long state) {
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1p-53;
    }

    @Override
    public String toString() {
        return "random(" + testShare + ", seed " + seed + ")";
    }
}
