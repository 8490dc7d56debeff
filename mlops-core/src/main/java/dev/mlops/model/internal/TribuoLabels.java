package dev.mlops.model.internal;

import java.util.List;
import java.util.Map;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** Any Tribuo classifier that we don't compile: builds an example and asks the model. */
final class TribuoLabels implements LabelKernel {
    private final Model<Label> model;
    private final Examples examples;
    private final List<String> labels;

    TribuoLabels(Model<Label> model, Examples examples, List<String> labels) {
        this.model = model;
        this.examples = examples;
        this.labels = labels;
    }

    /** The class of Tribuo's model. */
    String estimator() {
        return model.getClass().getSimpleName();
    }

    @Override
    public int classify(Row row, double[] scores) {
        Prediction<Label> prediction = model.predict(examples.of(row, LabelFactory.UNKNOWN_LABEL));
        Map<String, Label> found = prediction.getOutputScores();
        for (int i = 0; i < scores.length; i++) {
            Label label = found.get(labels.get(i));
            scores[i] = label == null ? 0 : label.getScore();
        }
        return labels.indexOf(prediction.getOutput().getLabel());
    }

    @Override
    public boolean dense() {
        return false;
    }
}
