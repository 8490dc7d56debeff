package dev.mlops.serving;

import dev.mlops.model.Coefficients;
import dev.mlops.model.Vectorizer;
import dev.mlops.serving.Explanation.Contribution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes a weighted sum apart: a feature contributes its column's value times the weight, less the mean of that over the
 * background. That is its Shapley value where features are taken as independent (Lundberg and Lee, "A Unified Approach to
 * Interpreting Model Predictions", NeurIPS 2017, corollary 1).
 */
final class LinearAttribution implements Attribution {
    private final Vectorizer vectorizer;
    private final Target target;
    private final Map<String, Coefficients> coefficients; // by label, or of the number
    private final Set<String> features = new LinkedHashSet<>();
    private final Map<String, Map<String, Double>> means = new HashMap<>(); // by label, by feature; those that aren't 0

    /** @param background rows whose mean contributions are the base; may be empty */
    LinearAttribution(Target target, List<Map<String, ?>> background) {
        this.vectorizer = target.model().vectorizer();
        this.target = target;
        this.coefficients = target.model().coefficients();
        vectorizer.columns().forEach(column -> features.add(vectorizer.featureOf(column)));
        coefficients.keySet().forEach(label -> means.put(label, new HashMap<>()));
        for (Map<String, ?> row : background) {
            vectorizer.transform(row).forEach((column, value) -> count(column, value / background.size()));
        }
    }

    private void count(String column, double value) {
        String feature = vectorizer.featureOf(column);
        means.forEach((label, mean) -> mean.merge(feature, value * weight(label, column), Double::sum));
    }

    private double weight(String label, String column) {
        return of(coefficients, label).weights().getOrDefault(column, 0.0);
    }

    @Override
    public Explanation explain(Map<String, ?> row) {
        String label = target.label(row);
        Map<String, Double> mean = of(means, label);
        Map<String, String> columns = new HashMap<>(); // by feature
        Map<String, Double> values = vectorizer.transform(row);
        values.keySet().forEach(column -> columns.put(vectorizer.featureOf(column), column));
        double intercept = of(coefficients, label).intercept();
        double base = intercept;
        double score = intercept;
        List<Contribution> contributions = new ArrayList<>();
        for (String feature : features) {
            String column = columns.getOrDefault(feature, "");
            double value = values.getOrDefault(column, 0.0);
            double part = value == 0 ? 0 : value * weight(label, column);
            double usual = mean.getOrDefault(feature, 0.0);
            contributions.add(new Contribution(feature, shown(column, value), part - usual, 0));
            base += usual;
            score += part;
        }
        return target.explanation(label, base, target.isNumber() ? target.value(label, row) : score, contributions);
    }

    private String shown(String column, double value) {
        if (column.isEmpty()) {
            return "";
        }
        String level = vectorizer.levelOf(column);
        return level.isEmpty() ? Double.toString(value) : level;
    }

    private static <T> T of(Map<String, T> byLabel, String label) {
        T found = byLabel.get(label);
        if (found == null) {
            throw new IllegalStateException(
                    "label '" + label + "' has no weights, expected one of " + byLabel.keySet());
        }
        return found;
    }
}
