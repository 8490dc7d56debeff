package dev.mlops.model.internal;

import org.tribuo.Model;
import org.tribuo.regression.Regressor;

/** Any Tribuo regression that we don't compile: builds an example and asks the model. */
final class TribuoKernel implements Kernel {
    private static final Regressor UNKNOWN = new Regressor("unknown", Double.NaN);

    private final Model<Regressor> model;
    private final Examples examples;

    TribuoKernel(Model<Regressor> model, Examples examples) {
        this.model = model;
        this.examples = examples;
    }

    /** The class of Tribuo's model. */
    String estimator() {
        return model.getClass().getSimpleName();
    }

    @Override
    public double value(Row row) {
        return model.predict(examples.of(row, UNKNOWN)).getOutput().getValues()[0];
    }

    @Override
    public boolean dense() {
        return false;
    }
}
