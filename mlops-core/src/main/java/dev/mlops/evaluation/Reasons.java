package dev.mlops.evaluation;

import dev.mlops.evaluation.Feasibility.Setting;
import dev.mlops.evaluation.Feasibility.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why an answer is what it is, in plain sentences. */
record Reasons(
        Setting setting,
        Verdict verdict,
        Contender best,
        Contender baseline,
        int units,
        @Nullable String overlap) {
    /** An extrapolation beyond this many times the rows at hand isn't worth telling. */
    private static final double MOST_TIMES_THE_ROWS = 1_000;

    /** The first one is the answer in one sentence. */
    List<String> sentences(@Nullable GroupSupport groups) {
        List<String> sentences = new ArrayList<>();
        sentences.add(answer());
        if (!baselineIsExact()) {
            sentences.add(measured());
        }
        if (verdict == Verdict.NOT_PROVEN && overlap == null && units >= Assessor.FEWEST_UNITS) {
            rowsNeeded(sentences);
        }
        if (setting.metric().shortfall(best.value().estimate()) == 0 && !baselineIsExact()) {
            sentences.add(
                    quoted(best) + " is exact on every held-out row: make sure that the truth, or something made from"
                            + " it, isn't among its inputs.");
        }
        if (groups != null) {
            support(groups, sentences);
        }
        return sentences;
    }

    private String answer() {
        if (overlap != null) {
            return overlap;
        }
        String worth = Text.percent(setting.worthIt());
        if (units < Assessor.FEWEST_UNITS) {
            return "There are too few held-out rows: " + Text.count(units) + " that are independent, at least "
                    + Assessor.FEWEST_UNITS + " are needed.";
        }
        if (baselineIsExact()) {
            return "The baseline " + quoted(baseline) + " is already exact on all "
                    + Text.count(setting.rows(), "held-out row") + ": nothing is left to gain.";
        }
        return switch (verdict) {
            case YES -> quoted(best) + " gains at least the " + worth + " that is worth it over every baseline.";
            case NO -> "No candidate gains the " + worth + " that is worth it.";
            case NOT_PROVEN ->
                "The held-out rows can't tell whether a candidate gains the " + worth + " that is worth it.";
        };
    }

    private boolean baselineIsExact() {
        return setting.metric().shortfall(baseline.value().estimate()) == 0;
    }

    private String measured() {
        String metric = setting.metric().key();
        double value = baseline.value().estimate();
        double gain = Objects.requireNonNull(best.gain()).absolute().estimate();
        return "The best candidate, " + quoted(best) + ", has " + metric + " "
                + Text.number(best.value().estimate()) + " where the best baseline, " + quoted(baseline) + ", has "
                + Text.number(value) + ": a gain of " + Text.number(gain) + ", which is "
                + Text.share(relative().estimate()) + " of "
                + (setting.metric().isLoss()
                        ? "the baseline's " + metric
                        : "the " + Text.number(setting.metric().shortfall(value)) + " that the baseline lacks to 1")
                + confidence();
    }

    private String confidence() {
        Interval gain = relative();
        return Double.isInfinite(gain.width()) && units < Bootstrap.FEWEST_ROWS
                ? "; so few rows tell nothing of how sure that is."
                : ", between " + Text.share(gain.low()) + " and " + Text.share(gain.high()) + " with "
                        + Text.percent(setting.level()) + " confidence"
                        + (setting.comparisons() > 1
                                ? " for all " + setting.comparisons() + " comparisons together."
                                : ".");
    }

    private Interval relative() {
        return Objects.requireNonNull(best.gain()).relative();
    }

    /** The interval shrinks with the square root of the rows. */
    private void rowsNeeded(List<String> sentences) {
        Interval gain = relative();
        double distance = gain.estimate() - setting.worthIt();
        double reach = distance > 0 ? gain.estimate() - gain.low() : gain.high() - gain.estimate();
        double times = Math.pow(reach / distance, 2);
        if (times > 1 && times < MOST_TIMES_THE_ROWS) {
            sentences.add("About " + Text.count(roundedUp(setting.rows() * times))
                    + " held-out rows would settle it, if the gain stays where it is estimated.");
        }
    }

    /** To two digits, since more would be pretence. */
    private static long roundedUp(double rows) {
        double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(rows)) - 1));
        return (long) (Math.ceil(rows / unit) * unit);
    }

    private void support(GroupSupport groups, List<String> sentences) {
        String by = String.join(" and ", groups.columns());
        sentences.add("It rests on " + Text.count(groups.groups(), "group") + " by " + by + " with a median of "
                + Text.middle(groups.median()) + " " + groups.counted() + " rows; " + Text.percent(groups.small())
                + " of the groups have fewer than " + GroupSupport.SMALL + ".");
        double thin = groups.unseenRows() + groups.smallRows();
        if (thin > 0) {
            sentences.add(
                    Text.percent(thin) + " of the held-out rows are in groups with fewer than " + GroupSupport.SMALL
                            + " " + groups.counted() + " rows"
                            + (groups.unseenRows() > 0
                                    ? ", " + Text.percent(groups.unseenRows()) + " in groups without any."
                                    : "."));
        }
        groups.levels().stream()
                .filter(level -> level.gain() < 0)
                .forEach(level -> sentences.add(quoted(best)
                        + " is worse than the baseline on the " + Text.count(level.rows(), "held-out row")
                        + " whose group has "
                        + level.range() + " " + groups.counted() + " rows."));
    }

    private static String quoted(Contender contender) {
        return "'" + contender.name() + "'";
    }
}
