package dev.mlops.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;

/** Makes one model of several; see {@link Model#average}. */
final class WeightedAverage {

    private WeightedAverage() {}

    static Model of(List<Model> models, double... weights) {
        if (models.size() < 2) {
            throw new IllegalArgumentException(
                    "there are %d models, an average needs at least 2".formatted(models.size()));
        }
        if (models.size() != weights.length) {
            throw new IllegalArgumentException(
                    "%d models have %d weights, expected one a model".formatted(models.size(), weights.length));
        }
        Model first = models.get(0);
        List<org.tribuo.Model<Regressor>> members = new ArrayList<>();
        float[] shares = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            requireAlike(first, models.get(i));
            members.add(models.get(i).estimator().castModel(Regressor.class));
            shares[i] = share(weights[i]);
        }
        WeightedEnsembleModel<Regressor> ensemble = WeightedEnsembleModel.createEnsembleFromExistingModels(
                "average", members, new AveragingCombiner(), shares);
        return new Model(first.signature(), first.vectorizer(), provenance(models, weights), Estimator.of(ensemble));
    }

    private static float share(double weight) {
        float share = (float) weight;
        if (!(share > 0) || Float.isInfinite(share)) {
            throw new IllegalArgumentException("weight %s of an average must be finite and above 0".formatted(weight));
        }
        return share;
    }

    private static void requireAlike(Model first, Model other) {
        if (first.signature().output().kind() != Signature.Kind.REGRESSION) {
            throw new IllegalArgumentException("the model %s has no number to average".formatted(first.signature()));
        }
        if (!first.signature().equals(other.signature()) || !first.vectorizer().equals(other.vectorizer())) {
            throw new IllegalArgumentException(
                    "the models %s and %s can't be averaged, they must share signature and vectoriser"
                            .formatted(first.signature(), other.signature()));
        }
    }

    private static Provenance provenance(List<Model> models, double[] weights) {
        TreeMap<String, String> configuration = new TreeMap<>();
        for (int i = 0; i < weights.length; i++) {
            Provenance member = models.get(i).provenance();
            configuration.put("member-" + i, member.trainer());
            configuration.put("member-" + i + ".weight", String.valueOf(weights[i]));
            String prefix = "member-" + i + ".";
            member.configuration().forEach((name, value) -> configuration.put(prefix + name, value));
        }
        Provenance first = models.get(0).provenance();
        Instant last = models.stream()
                .map(model -> model.provenance().created())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Provenance(
                WeightedEnsembleModel.class.getName(),
                configuration,
                new TreeMap<>(),
                first.data(),
                first.software(),
                last);
    }
}
