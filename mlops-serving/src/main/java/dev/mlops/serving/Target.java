package dev.mlops.serving;

import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import dev.mlops.serving.Explanation.Contribution;
import java.util.List;
import java.util.Map;

/**
 * Which of a model's numbers is explained: what a regression answers, or the score of a label.
 *
 * @param model the model
 * @param wanted the label; empty for the one that a row is answered with, and for a regression
 */
record Target(Model model, String wanted) {

    /** The label to explain, under which the weights of a linear model are; of a regression the column that it predicts. */
    String label(Map<String, ?> row) {
        if (isNumber()) {
            return model.signature().output().name();
        }
        return wanted.isEmpty() ? model.classify(row).label() : wanted;
    }

    /** Has the model answer rows, for the sake of its errors. */
    void ask(List<? extends Map<String, ?>> rows) {
        if (isNumber()) {
            model.predictMaps(rows);
        } else {
            model.classifyMaps(rows);
        }
    }

    /** What the model answers to rows. */
    double[] values(String label, List<? extends Map<String, ?>> rows) {
        return isNumber()
                ? model.predictMaps(rows)
                : model.classifyMaps(rows).stream()
                        .mapToDouble(answer -> answer.score(label))
                        .toArray();
    }

    /** What the model answers to a row. */
    double value(String label, Map<String, ?> row) {
        return isNumber() ? model.predict(row) : model.classify(row).score(label);
    }

    Explanation explanation(String label, double base, double prediction, List<Contribution> contributions) {
        return new Explanation(
                model.signature().output().name(), isNumber() ? null : label, base, prediction, contributions, 0);
    }

    boolean isNumber() {
        return model.signature().output().kind() == Signature.Kind.REGRESSION;
    }
}
