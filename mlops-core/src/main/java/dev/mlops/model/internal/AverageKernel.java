package dev.mlops.model.internal;

import java.util.List;

/** The weighted mean of several estimators, in the steps of Tribuo's averaging combiner. */
final class AverageKernel implements Kernel {
    private final Kernel[] members;
    private final double[] shares;
    private final boolean dense;

    AverageKernel(List<Kernel> members, float[] weights) {
        this.members = members.toArray(new Kernel[0]);
        this.shares = new double[weights.length];
        this.dense = members.stream().anyMatch(Kernel::dense);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            shares[i] = weights[i] / sum;
        }
    }

    List<Kernel> members() {
        return List.of(members);
    }

    /** A member's share of the mean. */
    double share(int member) {
        double share = shares[member];
        for (int later = member + 1; later < shares.length; later++) {
            share *= 1 - shares[later]; // each later member takes its share of the mean so far
        }
        return share;
    }

    @Override
    public double value(Row row) {
        double mean = 0;
        for (int i = 0; i < members.length; i++) {
            mean += shares[i] * (members[i].value(row) - mean);
        }
        return mean;
    }

    @Override
    public boolean dense() {
        return dense;
    }
}
