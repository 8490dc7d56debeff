package dev.mlops.registry;

import dev.mlops.model.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Examples that a model must answer right, all of them. */
final class GoldenExamples {
    /** How many mistakes a finding names. */
    private static final int NAMED = 5;

    private final List<Golden> examples;

    GoldenExamples(List<Golden> examples) {
        this.examples = List.copyOf(examples);
        if (this.examples.isEmpty()) {
            throw new IllegalArgumentException("there are 0 golden examples, expected at least 1");
        }
    }

    String check() {
        return Amounts.count(examples.size(), "golden example") + " answered right";
    }

    Verdict verdict(Candidate candidate) {
        Model model = candidate.model();
        List<String> mistakes = examples.stream()
                .map(example -> example.mistake(model))
                .flatMap(Optional::stream)
                .toList();
        Map<String, Double> figures =
                Map.of("examples", (double) examples.size(), "mistakes", (double) mistakes.size());
        return mistakes.isEmpty()
                ? Verdict.passed(check(), "all are right", figures)
                : Verdict.refused(
                        check(), mistakes.size() + " of " + examples.size() + " wrong: " + shown(mistakes), figures);
    }

    private static String shown(List<String> mistakes) {
        String first = mistakes.stream().limit(NAMED).collect(Collectors.joining("; "));
        return mistakes.size() > NAMED ? first + "; …" : first;
    }
}
