package dev.mlops.model;

/**
 * One step from a raw number to a feature.
 *
 * @param kind which step
 * @param parameter the knot or the limit; 0 where the step has none
 */
record Transform(Kind kind, double parameter) {

    /** The steps; their names are those of {@link NumberFeature}'s methods. */
    enum Kind {
        LOG1P,
        SQRT,
        ABOVE,
        AT_MOST
    }

    Transform {
        Declared.finite("parameter of " + kind, parameter);
    }

    double apply(double x) {
        return switch (kind) {
            case LOG1P -> Math.log1p(x);
            case SQRT -> Math.sqrt(x);
            case ABOVE -> Math.max(0, x - parameter);
            case AT_MOST -> Math.min(x, parameter);
        };
    }

    String name(String of) {
        return switch (kind) {
            case LOG1P -> "log1p(" + of + ")";
            case SQRT -> "sqrt(" + of + ")";
            case ABOVE -> "above(" + of + "," + Levels.text(parameter) + ")";
            case AT_MOST -> "atMost(" + of + "," + Levels.text(parameter) + ")";
        };
    }
}
