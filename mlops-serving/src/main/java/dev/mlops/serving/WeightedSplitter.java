package dev.mlops.serving;

import java.util.Collection;

/** Each arm has its share of the hashes, always the same ones. */
final class WeightedSplitter implements Splitter {
    /** The end of each arm's share among all, ascending; the last one is 1. */
    private final double[] upTo;

    WeightedSplitter(Collection<Double> weights) {
        upTo = weights.stream().mapToDouble(Double::doubleValue).toArray();
        double all = 0;
        for (double weight : upTo) {
            all += weight;
        }
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += upTo[i] / all;
            upTo[i] = sum;
        }
        upTo[upTo.length - 1] = 1;
    }

    @Override
    public int pick(long hash) {
        double share = KeyHash.share(hash);
        int i = 0;
        while (share >= upTo[i]) {
            i++;
        }
        return i;
    }
}
