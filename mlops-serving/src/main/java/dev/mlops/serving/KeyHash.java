package dev.mlops.serving;

/**
 * Spreads keys evenly over 64 bits, the same in every process and release, so that a key stays with its arm. FNV-1a over the
 * UTF-16 units (Fowler, Noll and Vo, draft-eastlake-fnv), whose high bits are then mixed by the finaliser of SplitMix64
 * (Steele, Lea and Flood, OOPSLA 2014).
 */
final class KeyHash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private KeyHash() {}

    /** The hash of a key among the keys of one model; of different models they are independent. */
    static long of(String model, String key) {
        long hash = absorb(FNV_OFFSET, model);
        hash = (hash ^ 0xFFFF) * FNV_PRIME; // a unit that ends the name
        return mix(absorb(hash, key));
    }

    private static long absorb(long hash, String text) {
        long h = hash;
        for (int i = 0; i < text.length(); i++) {
            h = (h ^ text.charAt(i)) * FNV_PRIME;
        }
        return h;
    }

    /** Spreads a count that goes up by one. */
    static long mix(long count) {
        long z = count * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** A hash as a share, 0 inclusive to 1 exclusive. */
    static double share(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }
}
