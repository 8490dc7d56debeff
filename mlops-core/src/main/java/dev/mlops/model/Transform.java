package dev.mlops.model;

/**
 * One step from a raw number to a feature.
 *
 * @param kind which step
 * @param parameter the knot or the limit; 0 where the step has none
 * @param left for a hat the knot before, where it begins to rise; the knot itself where there is none; else 0
 * @param right for a hat the knot after, where it has fallen; the knot itself where there is none; else 0
 */
record Transform(Kind kind, double parameter, double left, double right) {

    /** The steps; their names are those of {@link NumberFeature}'s methods. */
    enum Kind {
        LOG1P,
        SQRT,
        ABOVE,
        AT_MOST,
        HAT
    }

    Transform {
        Declared.finite("parameter of " + kind, parameter);
        Declared.finite("left of " + kind, left);
        Declared.finite("right of " + kind, right);
        Declared.check(
                kind == Kind.HAT ? left <= parameter && parameter <= right : left == 0 && right == 0,
                kind + " at " + parameter + " has neighbours " + left + " and " + right
                        + ": only a hat has some, and they lie around it");
    }

    static Transform of(Kind kind, double parameter) {
        return new Transform(kind, parameter, 0, 0);
    }

    /** 1 at the knot, falling in a straight line to 0 at its neighbours; beyond an end of the knots it stays 1. */
    static Transform hat(double left, double knot, double right) {
        return new Transform(Kind.HAT, knot, left, right);
    }

    double apply(double x) {
        return switch (kind) {
            case LOG1P -> Math.log1p(x);
            case SQRT -> Math.sqrt(x);
            case ABOVE -> Math.max(0, x - parameter);
            case AT_MOST -> Math.min(x, parameter);
            case HAT -> x < parameter ? slope(x, left) : slope(x, right);
        };
    }

    private double slope(double x, double neighbour) {
        return neighbour == parameter ? 1 : Math.max(0, (x - neighbour) / (parameter - neighbour));
    }

    String name(String of) {
        return switch (kind) {
            case LOG1P -> "log1p(" + of + ")";
            case SQRT -> "sqrt(" + of + ")";
            case ABOVE -> "above(" + of + "," + Levels.text(parameter) + ")";
            case AT_MOST -> "atMost(" + of + "," + Levels.text(parameter) + ")";
            case HAT ->
                "hat(" + of + "," + Levels.text(left) + "," + Levels.text(parameter) + "," + Levels.text(right) + ")";
        };
    }
}
