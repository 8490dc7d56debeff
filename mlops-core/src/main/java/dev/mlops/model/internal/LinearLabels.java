package dev.mlops.model.internal;

import java.util.List;
import org.tribuo.math.util.VectorNormalizer;

/** A linear score a label, then Tribuo's normaliser: softmax for logistic regression. */
final class LinearLabels implements LabelKernel {
    private final LinearKernel[] labels;
    private final VectorNormalizer normalizer;

    LinearLabels(LinearKernel[] labels, VectorNormalizer normalizer) {
        this.labels = labels;
        this.normalizer = normalizer;
    }

    List<LinearKernel> labels() {
        return List.of(labels);
    }

    VectorNormalizer normalizer() {
        return normalizer;
    }

    @Override
    public int classify(Row row, double[] scores) {
        for (int label = 0; label < labels.length; label++) {
            scores[label] = labels[label].value(row);
        }
        normalizer.normalizeInPlace(scores);
        return highest(scores);
    }

    @Override
    public boolean dense() {
        return false;
    }

    /** The index of the highest score, the first of equals, as Tribuo chooses. */
    static int highest(double[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }
}
