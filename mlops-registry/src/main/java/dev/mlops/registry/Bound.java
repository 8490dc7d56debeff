package dev.mlops.registry;

import java.util.Map;

/**
 * What a figure must keep to.
 *
 * @param side on which side of the limit
 * @param limit the limit, a number
 */
record Bound(Side side, double limit) {

    /** The sides of a limit, and whether it is still allowed itself. */
    enum Side {
        BELOW("below"),
        AT_MOST("at most"),
        ABOVE("above"),
        AT_LEAST("at least");

        private final String words;

        Side(String words) {
            this.words = words;
        }
    }

    Bound {
        if (Double.isNaN(limit)) {
            throw new IllegalArgumentException("limit is NaN, expected a number");
        }
    }

    boolean admits(double value) {
        return switch (side) {
            case BELOW -> value < limit;
            case AT_MOST -> value <= limit;
            case ABOVE -> value > limit;
            case AT_LEAST -> value >= limit;
        };
    }

    /** The verdict on a figure of this name; one that isn't a finite number is refused. */
    Verdict verdict(String check, String name, double value) {
        Map<String, Double> figures = Map.of("value", value, "limit", limit);
        String found = name + " is " + Amounts.number(value, limit);
        if (!Double.isFinite(value)) {
            return Verdict.refused(check, found + ", expected a finite number", figures);
        }
        return admits(value)
                ? Verdict.passed(check, found, figures)
                : Verdict.refused(check, found + ", expected " + this, figures);
    }

    @Override
    public String toString() {
        return side.words + " " + Amounts.number(limit);
    }
}
