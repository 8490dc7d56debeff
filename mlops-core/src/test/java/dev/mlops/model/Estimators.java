package dev.mlops.model;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.AdaBoostTrainer;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.sgd.fm.FMClassificationTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.common.tree.ExtraTreesTrainer;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;
import org.tribuo.regression.sgd.fm.FMRegressionTrainer;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/** A trainer of each kind that we compile, and some that we don't. */
final class Estimators {

    /** Regressions that are compiled. */
    static final Map<String, Supplier<Trainer<Regressor>>> NUMBERS = Map.of(
            "linear", () -> new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.5), 3, 1L),
            "cart", () -> new CARTRegressionTrainer(6),
            "joint cart", () -> new CARTJointRegressionTrainer(6),
            "random forest", () -> new RandomForestTrainer<>(cart(false), new AveragingCombiner(), 7, 1L),
            "extra trees", () -> new ExtraTreesTrainer<>(cart(true), new AveragingCombiner(), 7, 1L),
            "bagged linear",
                    () -> new BaggingTrainer<>(
                            new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.5), 2, 1L),
                            new AveragingCombiner(),
                            3),
            "boosted",
                    () -> new XGBoostRegressionTrainer(
                            RegressionType.LINEAR, 30, 0.3, 0, 6, 1, 0.8, 0.9, 1, 0, 1, true, 1L));

    /** Regressions that Tribuo answers. */
    static final Map<String, Supplier<Trainer<Regressor>>> OTHER_NUMBERS = Map.of(
            "factorisation",
                    () -> new FMRegressionTrainer(new SquaredLoss(), new AdaGrad(0.1), 2, 100, 1L, 2, 0.1, true),
            "boosted gamma",
                    () -> new XGBoostRegressionTrainer(RegressionType.GAMMA, 5, 0.3, 0, 4, 1, 1, 1, 1, 0, 1, true, 1L));

    /** Classifiers that are compiled. */
    static final Map<String, Supplier<Trainer<Label>>> LABELS = Map.of(
            "logistic", LogisticRegressionTrainer::new,
            "hinge",
                    () -> new org.tribuo.classification.sgd.linear.LinearSGDTrainer(
                            new Hinge(), new AdaGrad(0.5), 3, 1L),
            "cart", () -> new CARTClassificationTrainer(6),
            "random forest",
                    () -> new RandomForestTrainer<>(
                            new CARTClassificationTrainer(6, 2, 0, 0.7f, false, new GiniIndex(), 1L),
                            new VotingCombiner(),
                            6,
                            1L),
            "ada boost", () -> new AdaBoostTrainer(new CARTClassificationTrainer(2), 5, 1L));

    /** Classifiers that Tribuo answers. */
    static final Map<String, Supplier<Trainer<Label>>> OTHER_LABELS = Map.of(
            "factorisation",
            () -> new FMClassificationTrainer(new LogMulticlass(), new AdaGrad(0.1), 2, 100, 1L, 2, 0.1));

    private Estimators() {}

    /** A trainer of this kind that nobody used before. */
    static <T> T fresh(Map<String, Supplier<T>> trainers, String kind) {
        Supplier<T> trainer = trainers.get(kind);
        if (trainer == null) {
            throw new IllegalArgumentException("kind is '" + kind + "', expected one of " + sorted(trainers));
        }
        return trainer.get();
    }

    static List<String> sorted(Map<String, ?> trainers) {
        return trainers.keySet().stream().sorted().toList();
    }

    private static CARTRegressionTrainer cart(boolean randomSplits) {
        return new CARTRegressionTrainer(8, 2, 0, 0.7f, randomSplits, new MeanSquaredError(), 1L);
    }
}
