package dev.mlops.model.internal;

import java.util.List;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.classification.Label;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDModel;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Makes Tribuo's linear models of given weights. Their constructors are package-private in Tribuo, but the public
 * trainers have a protected factory method, which is all that is used of them.
 */
final class LinearModels {

    private LinearModels() {}

    /** A regression; Tribuo keeps the intercept behind the weights. */
    static LinearSGDModel regression(
            ModelProvenance provenance,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs,
            double[] weightsAndIntercept) {
        return new Regressions().make(provenance, features, outputs, weightsAndIntercept);
    }

    /** A classifier that answers the same for every row: the softmax of one score a label id. */
    static org.tribuo.classification.sgd.linear.LinearSGDModel constant(
            ModelProvenance provenance,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<Label> outputs,
            List<Double> scores) {
        double[][] weights = new double[scores.size()][features.size() + 1];
        for (int id = 0; id < weights.length; id++) {
            weights[id][features.size()] = scores.get(id);
        }
        return new Classifiers().make(provenance, features, outputs, weights);
    }

    private static final class Regressions extends LinearSGDTrainer {
        Regressions() {
            super(new SquaredLoss(), SGD.getSimpleSGD(1), 1, 1);
        }

        LinearSGDModel make(
                ModelProvenance provenance,
                ImmutableFeatureMap features,
                ImmutableOutputInfo<Regressor> outputs,
                double[] row) {
            LinearParameters parameters = new LinearParameters(DenseMatrix.createDenseMatrix(new double[][] {row}));
            return createModel("baseline", provenance, features, outputs, parameters);
        }
    }

    private static final class Classifiers extends org.tribuo.classification.sgd.linear.LinearSGDTrainer {
        Classifiers() {
            super(new org.tribuo.classification.sgd.objectives.LogMulticlass(), SGD.getSimpleSGD(1), 1, 1);
        }

        org.tribuo.classification.sgd.linear.LinearSGDModel make(
                ModelProvenance provenance,
                ImmutableFeatureMap features,
                ImmutableOutputInfo<Label> outputs,
                double[][] weights) {
            LinearParameters parameters = new LinearParameters(DenseMatrix.createDenseMatrix(weights));
            return createModel("baseline", provenance, features, outputs, parameters);
        }
    }
}
