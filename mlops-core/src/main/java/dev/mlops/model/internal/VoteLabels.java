package dev.mlops.model.internal;

import java.util.List;

/** The weighted vote of several classifiers: a label's score is its share of the votes. */
final class VoteLabels implements LabelKernel {
    private final LabelKernel[] members;
    private final float[] weights;
    private final boolean dense;

    VoteLabels(List<LabelKernel> members, float[] weights) {
        this.members = members.toArray(new LabelKernel[0]);
        this.weights = weights;
        this.dense = members.stream().anyMatch(LabelKernel::dense);
    }

    List<LabelKernel> members() {
        return List.of(members);
    }

    float weight(int member) {
        return weights[member];
    }

    @Override
    public int classify(Row row, double[] scores) {
        double[] votes = new double[scores.length];
        double sum = 0;
        for (int i = 0; i < members.length; i++) {
            votes[members[i].classify(row, scores)] += weights[i];
            sum += weights[i];
        }
        for (int label = 0; label < votes.length; label++) {
            scores[label] = votes[label] / sum;
        }
        return LinearLabels.highest(scores);
    }

    @Override
    public boolean dense() {
        return dense;
    }
}
