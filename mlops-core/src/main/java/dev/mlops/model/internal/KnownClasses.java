package dev.mlops.model.internal;

import dev.mlops.InvalidException;
import java.util.Set;

/** The classes that a model file may name: Tribuo's models, their parts and their provenance, and what the host adds. */
final class KnownClasses {
    private static final String OLCUT = "com.oracle.labs.mlrg.olcut.provenance.";
    private static final String ENUM = OLCUT + "primitives.EnumProvenance";
    private static final String HASH = OLCUT + "primitives.HashProvenance";

    private static final Set<String> KNOWN = Set.of(
            // models
            "org.tribuo.ensemble.WeightedEnsembleModel",
            "org.tribuo.transform.TransformedModel",
            "org.tribuo.common.tree.TreeModel",
            "org.tribuo.common.xgboost.XGBoostModel",
            "org.tribuo.regression.baseline.DummyRegressionModel",
            "org.tribuo.regression.rtree.IndependentRegressionTreeModel",
            "org.tribuo.regression.sgd.fm.FMRegressionModel",
            "org.tribuo.regression.sgd.linear.LinearSGDModel",
            "org.tribuo.classification.baseline.DummyClassifierModel",
            "org.tribuo.classification.sgd.fm.FMClassificationModel",
            "org.tribuo.classification.sgd.kernel.KernelSVMModel",
            "org.tribuo.classification.sgd.linear.LinearSGDModel",
            // their parts
            "org.tribuo.CategoricalIDInfo",
            "org.tribuo.ImmutableFeatureMap",
            "org.tribuo.RealIDInfo",
            "org.tribuo.classification.ImmutableLabelInfo",
            "org.tribuo.classification.Label",
            "org.tribuo.classification.ensemble.FullyWeightedVotingCombiner",
            "org.tribuo.classification.ensemble.VotingCombiner",
            "org.tribuo.classification.xgboost.XGBoostClassificationConverter",
            "org.tribuo.common.sgd.FMParameters",
            "org.tribuo.common.tree.LeafNode",
            "org.tribuo.common.tree.SplitNode",
            "org.tribuo.math.LinearParameters",
            "org.tribuo.math.kernel.Linear",
            "org.tribuo.math.kernel.Polynomial",
            "org.tribuo.math.kernel.RBF",
            "org.tribuo.math.kernel.Sigmoid",
            "org.tribuo.math.la.DenseMatrix",
            "org.tribuo.math.la.DenseVector",
            "org.tribuo.math.la.SparseVector",
            "org.tribuo.math.util.ExpNormalizer",
            "org.tribuo.math.util.NoopNormalizer",
            "org.tribuo.math.util.Normalizer",
            "org.tribuo.math.util.SigmoidNormalizer",
            "org.tribuo.regression.ImmutableRegressionInfo",
            "org.tribuo.regression.Regressor",
            "org.tribuo.regression.Regressor$DimensionTuple",
            "org.tribuo.regression.ensemble.AveragingCombiner",
            "org.tribuo.regression.xgboost.XGBoostRegressionConverter",
            "org.tribuo.transform.transformations.BinningTransformation$BinningTransformer",
            "org.tribuo.transform.transformations.IDFTransformation$IDFTransformer",
            "org.tribuo.transform.transformations.LinearScalingTransformation$LinearScalingTransformer",
            "org.tribuo.transform.transformations.MeanStdDevTransformation$MeanStdDevTransformer",
            "org.tribuo.transform.transformations.SimpleTransform");

    private static final Set<String> PROVENANCE = Set.of(
            OLCUT + "impl.ConfiguredObjectProvenanceImpl",
            OLCUT + "primitives.BooleanProvenance",
            OLCUT + "primitives.ByteProvenance",
            OLCUT + "primitives.CharProvenance",
            OLCUT + "primitives.DateProvenance",
            OLCUT + "primitives.DateTimeProvenance",
            OLCUT + "primitives.DoubleProvenance",
            OLCUT + "primitives.FileProvenance",
            OLCUT + "primitives.FloatProvenance",
            HASH,
            OLCUT + "primitives.IntProvenance",
            OLCUT + "primitives.LongProvenance",
            OLCUT + "primitives.ShortProvenance",
            OLCUT + "primitives.StringProvenance",
            OLCUT + "primitives.TimeProvenance",
            OLCUT + "primitives.URLProvenance",
            ENUM,
            "org.tribuo.classification.LabelFactory$LabelFactoryProvenance",
            "org.tribuo.dataset.DatasetView$DatasetViewProvenance",
            "org.tribuo.provenance.DatasetProvenance",
            "org.tribuo.provenance.EnsembleModelProvenance",
            "org.tribuo.provenance.ModelProvenance",
            "org.tribuo.provenance.SimpleDataSourceProvenance",
            "org.tribuo.provenance.impl.EmptyDatasetProvenance",
            "org.tribuo.provenance.impl.EmptyTrainerProvenance",
            "org.tribuo.provenance.impl.TimestampedTrainerProvenance",
            "org.tribuo.provenance.impl.TrainerProvenanceImpl",
            "org.tribuo.regression.RegressionFactory$RegressionFactoryProvenance",
            "org.tribuo.transform.TransformerMap$TransformerMapProvenance",
            "org.tribuo.transform.transformations.BinningTransformation$BinningTransformationProvenance",
            "org.tribuo.transform.transformations.IDFTransformation$IDFTransformationProvenance",
            "org.tribuo.transform.transformations.LinearScalingTransformation$LinearScalingTransformationProvenance",
            "org.tribuo.transform.transformations.MeanStdDevTransformation$MeanStdDevTransformationProvenance",
            "org.tribuo.transform.transformations.SimpleTransform$SimpleTransformProvenance");

    /** The enums whose constants trainers and transformations are configured by. */
    private static final Set<String> ENUMS = Set.of(
            "dev.mlops.model.internal.StatisticTrainer$Statistic",
            "org.tribuo.classification.baseline.DummyClassifierTrainer$DummyType",
            "org.tribuo.common.xgboost.XGBoostTrainer$BoosterType",
            "org.tribuo.common.xgboost.XGBoostTrainer$LoggingVerbosity",
            "org.tribuo.common.xgboost.XGBoostTrainer$TreeMethod",
            "org.tribuo.datasource.AggregateDataSource$IterationOrder",
            "org.tribuo.math.optimisers.SGD$Momentum",
            "org.tribuo.regression.baseline.DummyRegressionTrainer$DummyType",
            "org.tribuo.regression.xgboost.XGBoostRegressionTrainer$RegressionType",
            "org.tribuo.transform.transformations.BinningTransformation$BinningType",
            "org.tribuo.transform.transformations.SimpleTransform$Operation");

    private final Set<String> trusted;

    KnownClasses(Set<String> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    /** Throws {@link InvalidException} naming the class unless it is known or trusted. */
    void requireKnown(String className) {
        if (!KNOWN.contains(className) && !PROVENANCE.contains(className) && !trusted.contains(className)) {
            throw new InvalidException(
                    "class '%s' is not among the classes that a model file may name".formatted(className)
                            + "; if it is yours, pass it when loading");
        }
    }

    /** A value's provenance may name an enum in its additional field, which reading loads and initialises. */
    void requireHarmless(String provenanceClass, String additional) {
        if (!additional.isEmpty()
                && !provenanceClass.equals(HASH)
                && !ENUMS.contains(additional)
                && !trusted.contains(additional)) {
            throw new InvalidException(
                    "class '%s' of a provenance value is not among the enums that a model file may name"
                                    .formatted(additional)
                            + "; if it is yours, pass it when loading");
        }
    }

    /** Whether the host vouches for the content of this class. */
    boolean isTrusted(String className) {
        return trusted.contains(className);
    }
}
