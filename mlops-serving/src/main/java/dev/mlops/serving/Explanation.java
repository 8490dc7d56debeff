package dev.mlops.serving;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a model answers what it answers to one row: {@link #base} is what it answers without knowing the row, and the
 * {@link #contributions} lead from there to the {@link #prediction}; they sum up to the difference of the two, but for
 * rounding. Immutable.
 */
public final class Explanation {
    private final String output;
    private final @Nullable String label;
    private final double base;
    private final double prediction;
    private final List<Contribution> contributions;
    private final int version;

    Explanation(
            String output,
            @Nullable String label,
            double base,
            double prediction,
            List<Contribution> contributions,
            int version) {
        this.output = output;
        this.label = label;
        this.base = base;
        this.prediction = prediction;
        this.contributions = contributions.stream()
                .sorted(Comparator.comparingDouble((Contribution each) -> -Math.abs(each.value()))
                        .thenComparing(Contribution::name))
                .toList();
        this.version = version;
    }

    /**
     * What one input, or one feature of a linear model, does to the prediction.
     *
     * @param name the feature as the vectoriser names it, or the input field
     * @param input what the row has there, as text: a level, a number; empty where it has none
     * @param value by how much it moves the prediction, in the unit of the prediction
     * @param standardError how much the contribution would vary between samples, as a standard deviation; 0 where it is exact
     */
    public record Contribution(String name, String input, double value, double standardError) {}

    Explanation by(int version) {
        return new Explanation(output, label, base, prediction, contributions, version);
    }

    /** The column that the model was trained to predict. */
    public String output() {
        return output;
    }

    /** The label whose score is explained; empty for a regression. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** What the model answers without knowing the row: see {@link Explainer}. */
    public double base() {
        return base;
    }

    /** What the model answers to the row: a number, or the score of {@link #label}. */
    public double prediction() {
        return prediction;
    }

    /** What each input or feature contributes, the largest in absolute value first. */
    public List<Contribution> contributions() {
        return contributions;
    }

    /**
     * What one of them contributes.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public Contribution contribution(String name) {
        return contributions.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing called '" + name
                        + "' contributes, expected one of "
                        + contributions.stream().map(Contribution::name).toList()));
    }

    /** Whether nothing was sampled. */
    public boolean isExact() {
        return contributions.stream().allMatch(each -> each.standardError() == 0);
    }

    /** The number of the version that was asked; 0 for a model that isn't registered. */
    public int version() {
        return version;
    }

    /** A line for the base, for each contribution that isn't 0, and for the prediction. */
    public String toText() {
        StringBuilder text = new StringBuilder(line(base, "base", 0));
        for (Contribution each : contributions) {
            if (each.value() != 0) {
                String name = each.name() + (each.input().isEmpty() ? "" : " = " + each.input());
                text.append(line(each.value(), name, each.standardError()));
            }
        }
        String what = label == null ? output : "score of " + output + " " + label;
        return text.append(line(prediction, what, 0)).toString();
    }

    private static String line(double value, String name, double error) {
        String spread = error == 0 ? "" : String.format(Locale.ROOT, " (standard error %.4f)", error);
        return String.format(Locale.ROOT, "%+12.4f  %s%s%n", value, name, spread);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %s from %s by %s", output, prediction, base, contributions);
    }
}
