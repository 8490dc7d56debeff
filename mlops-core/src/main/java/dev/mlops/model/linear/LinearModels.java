package dev.mlops.model.linear;

import java.util.Arrays;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.SGD;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDModel;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

/**
 * Makes Tribuo's linear model of given weights. Its constructor is package-private in Tribuo, but the public trainer
 * has a protected factory method, which is all that is used of that trainer. It is Tribuo's one linear regression whose
 * predictions are right on sparse examples, and it brings protobuf and ONNX along.
 */
final class LinearModels extends LinearSGDTrainer {
    private LinearModels() {
        super(new SquaredLoss(), SGD.getSimpleSGD(1), 1, 1);
    }

    /** The model; Tribuo keeps the intercept in the last column of its weight matrix. */
    static LinearSGDModel create(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap features,
            ImmutableOutputInfo<Regressor> outputs,
            Solution solution) {
        int columns = features.size();
        double[] row = Arrays.copyOf(solution.weights(), columns + 1);
        row[columns] = solution.intercept();
        LinearParameters parameters = new LinearParameters(DenseMatrix.createDenseMatrix(new double[][] {row}));
        return new LinearModels().createModel(name, provenance, features, outputs, parameters);
    }
}
