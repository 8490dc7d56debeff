package dev.mlops.examples.trips;

import dev.mlops.data.Dataset;
import dev.mlops.model.Baseline;
import dev.mlops.model.Model;
import dev.mlops.model.linear.ElasticNetTrainer;
import dev.mlops.model.linear.LassoTrainer;
import dev.mlops.model.linear.LinearRegressionTrainer;
import dev.mlops.model.linear.RidgeTrainer;
import java.util.Locale;
import java.util.Map;
import org.tribuo.Trainer;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/** The kinds of model to choose from, with the features and the penalty that each has unless told otherwise. */
enum TripModel {
    /** The mean duration of the training trips. */
    BASELINE(TripFeatures.NONE, 0) {
        @Override
        Model train(TripFeatures features, double alpha, Dataset<Trip> trips) {
            return Baseline.mean(TARGET).train(trips);
        }
    },
    /** The median duration of the training trips between the same two zones. */
    MEDIAN_OF_PAIR(TripFeatures.NONE, 0) {
        @Override
        Model train(TripFeatures features, double alpha, Dataset<Trip> trips) {
            return Baseline.median(TARGET).by("PULocationID", "DOLocationID").train(trips);
        }
    },
    /** Linear Regression. */
    LINEAR(TripFeatures.PAIR, 0) {
        @Override
        Trainer<Regressor> trainer(double alpha) {
            return new LinearRegressionTrainer();
        }
    },
    /** Linear Regression with a squared penalty. */
    RIDGE(TripFeatures.PAIR, 1) {
        @Override
        Trainer<Regressor> trainer(double alpha) {
            return new RidgeTrainer(alpha);
        }
    },
    /** Linear Regression with an absolute penalty. */
    LASSO(TripFeatures.PAIR, 0.01) {
        @Override
        Trainer<Regressor> trainer(double alpha) {
            return new LassoTrainer(alpha);
        }
    },
    /** Linear Regression with half of each penalty. */
    ELASTIC_NET(TripFeatures.PAIR, 0.01) {
        @Override
        Trainer<Regressor> trainer(double alpha) {
            return new ElasticNetTrainer(alpha, 0.5);
        }
    },
    /** Gradient-boosted trees; alpha is not used. */
    BOOSTED(TripFeatures.NUMERIC, 0) {
        @Override
        Trainer<Regressor> trainer(double alpha) {
            return new XGBoostRegressionTrainer(RegressionType.LINEAR, TREES, TREE_OPTIONS);
        }
    },
    /** The model that we recommend: a Ridge on the rich features. */
    BEST(TripFeatures.RICH, 3) {
        @Override
        Trainer<Regressor> trainer(double alpha) {
            return new RidgeTrainer(alpha);
        }
    };

    static final String TARGET = "duration";

    private static final int TREES = 200;
    private static final Map<String, Object> TREE_OPTIONS = Map.ofEntries(
            Map.entry("objective", "reg:squarederror"),
            Map.entry("tree_method", "hist"),
            Map.entry("max_depth", 8),
            Map.entry("eta", 0.1),
            Map.entry("min_child_weight", 10),
            Map.entry("subsample", 0.8),
            Map.entry("colsample_bytree", 0.8),
            Map.entry("lambda", 5),
            Map.entry("seed", 1),
            Map.entry("nthread", 1),
            Map.entry("verbosity", 0));

    private final TripFeatures features;
    private final double alpha;

    TripModel(TripFeatures features, double alpha) {
        this.features = features;
        this.alpha = alpha;
    }

    TripFeatures defaultFeatures() {
        return features;
    }

    double defaultAlpha() {
        return alpha;
    }

    /** Whether it needs no features, because it learns nothing but an average. */
    boolean isBaseline() {
        return this == BASELINE || this == MEDIAN_OF_PAIR;
    }

    Model train(TripFeatures features, double alpha, Dataset<Trip> trips) {
        return Model.regression(features.features().fit(trips), TARGET).train(trainer(alpha), trips);
    }

    Trainer<Regressor> trainer(double alpha) {
        throw new IllegalStateException(this + " has no trainer");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
