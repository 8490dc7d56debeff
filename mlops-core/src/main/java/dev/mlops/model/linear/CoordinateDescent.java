package dev.mlops.model.linear;
final class CoordinateDescent { static final double DEFAULT_TOLERANCE=1e-12;
CoordinateDescent(Problem problem, double absolute, double squared, double tolerance, int maxIterations){}
Solution solve(){throw new UnsupportedOperationException();}
}
