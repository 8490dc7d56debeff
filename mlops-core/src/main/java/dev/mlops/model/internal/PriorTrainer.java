package dev.mlops.model.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelInfo;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.provenance.ModelProvenance;

/** Answers the most frequent label for every row; a label's probability is its share of the training rows. */
public final class PriorTrainer extends BaselineTrainer<Label> {

    /** Creates the trainer. */
    public PriorTrainer() {}

    @Override
    Class<?> modelClass() {
        return LinearSGDModel.class;
    }

    @Override
    Model<Label> fit(VectorizedDataset<Label> rows, ModelProvenance provenance) {
        ImmutableOutputInfo<Label> outputs = rows.getOutputIDInfo();
        List<Double> scores = new ArrayList<>();
        StreamSupport.stream(outputs.spliterator(), false)
                .sorted(Comparator.comparing(output -> output.getA()))
                .forEach(output -> scores.add(Math.log((double)
                        ((LabelInfo) outputs).getLabelCount(output.getB().getLabel()))));
        return LinearModels.constant(provenance, rows.getFeatureIDMap(), outputs, scores);
    }
}
