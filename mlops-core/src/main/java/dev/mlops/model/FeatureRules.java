package dev.mlops.model;

import java.util.Locale;

/** What a fitted feature does with values that are out of range, missing or unknown, in words for people. */
final class FeatureRules {
    private FeatureRules() {}

    static String of(Feature feature, Fitted fitted) {
        return feature instanceof NumberFeature number ? of(number) : of((CategoryFeature) feature, fitted);
    }

    private static String of(NumberFeature number) {
        Source source = number.source();
        String good = source.range();
        if (number.isFlag()) {
            return "1 where " + source.column() + " is missing or not " + good + ", else 0";
        }
        Fill fill = source.fill();
        return "expects " + good + " in " + source.column() + "; any other or missing value is "
                + (fill == null ? "refused" : "replaced by " + of(fill));
    }

    private static String of(Fill fill) {
        return switch (fill.kind()) {
            case CONSTANT -> Levels.text(fill.value());
            case MEAN, MEDIAN -> "the " + fill.kind().name().toLowerCase(Locale.ROOT) + " of the training rows";
            case MEDIAN_BY -> "the median of the training rows that are alike in " + String.join(", ", fill.columns());
        };
    }

    private static String of(CategoryFeature category, Fitted fitted) {
        NumberFeature times = category.times();
        return known(category, fitted) + "; a missing value " + outcome(category.missing(), "<missing>")
                + (times == null ? "" : "; times a number that " + of(times));
    }

    private static String known(CategoryFeature category, Fitted fitted) {
        if (category.hashBits() > 0) {
            return "any value, by its hash in one of " + (1 << category.hashBits()) + " columns";
        }
        int levels = ((Fitted.Category) fitted).levels().size();
        String rare = category.minCount() == 1 ? "" : ", each in at least " + category.minCount() + " training rows";
        return "knows " + levels + (levels == 1 ? " value" : " values") + rare + "; any other "
                + outcome(category.unseen(), "<unseen>");
    }

    private static String outcome(CategoryFeature.Rule rule, String level) {
        return switch (rule) {
            case IGNORE -> "adds nothing to the answer";
            case LEVEL -> "counts as the value " + level;
            case FAIL -> "is refused";
        };
    }
}
