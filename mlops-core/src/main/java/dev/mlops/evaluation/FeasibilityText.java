package dev.mlops.evaluation;

import java.util.ArrayList;
import java.util.List;

/** The answer as text. */
final class FeasibilityText {
    static final String QUESTION = "Is machine learning the right tool here?";

    private FeasibilityText() {}

    static String of(Feasibility answer) {
        StringBuilder text = new StringBuilder();
        text.append(QUESTION).append(' ').append(word(answer.verdict())).append("\n\n");
        answer.reasons().forEach(reason -> text.append("- ").append(reason).append('\n'));
        text.append('\n').append(contenders(answer));
        answer.groups().ifPresent(groups -> text.append('\n').append(levels(groups)));
        return text.append('\n').append(method(answer)).append('\n').toString();
    }

    static String word(Feasibility.Verdict verdict) {
        return switch (verdict) {
            case YES -> "Yes";
            case NO -> "No";
            case NOT_PROVEN -> "Not proven";
        };
    }

    private static String contenders(Feasibility answer) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "on " + Text.count(answer.rows(), "held-out row")
                        + (answer.data() == null ? "" : " of " + answer.data()),
                answer.metric().key(),
                "low",
                "high",
                "gain",
                "relative",
                "low",
                "high"));
        for (Contender contender : answer.contenders()) {
            Gain gain = contender.gain();
            Interval value = contender.value();
            table.add(List.of(
                    contender.name() + (contender.baseline() ? " (baseline)" : ""),
                    Text.number(value.estimate()),
                    Text.number(value.low()),
                    Text.number(value.high()),
                    gain == null ? "-" : Text.number(gain.absolute().estimate()),
                    gain == null ? "-" : Text.signed(gain.relative().estimate()),
                    gain == null ? "-" : Text.signed(gain.relative().low()),
                    gain == null ? "-" : Text.signed(gain.relative().high())));
        }
        return Text.table(table);
    }

    private static String levels(GroupSupport groups) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                groups.counted() + " rows of the group", "held-out rows", "share", "baseline", "candidate", "gain"));
        for (GroupSupport.Level level : groups.levels()) {
            table.add(List.of(
                    level.range(),
                    Text.count(level.rows()),
                    Text.percent(level.share()),
                    Text.number(level.baseline()),
                    Text.number(level.candidate()),
                    Text.signed(level.gain())));
        }
        return Text.table(table);
    }

    static String method(Feasibility answer) {
        String level = Text.percent(answer.level());
        return "Relative gains are "
                + (answer.metric().isLoss()
                        ? "the share of the best baseline's " + answer.metric().key() + " that is gone"
                        : "the share of what the best baseline lacks to a perfect 1 that is gained")
                + ". Their intervals are of the paired bootstrap (BCa)"
                + (answer.comparisons() > 1
                        ? " and hold together for all " + answer.comparisons() + " comparisons at " + level
                                + " (Bonferroni)"
                        : " at " + level)
                + "; the intervals of " + answer.metric().key() + " are each at " + level + ".";
    }
}
