package dev.mlops.serving;

import java.util.List;

/** The arms that answer, each for its share of the keys. Immutable, but for what the arms hold. */
final class Routes<R> {
    private final List<Arm<R>> arms;

    /** The end of each arm's share among all, ascending; the last one is 1. */
    private final double[] upTo;

    private Routes(List<Arm<R>> arms, double[] upTo) {
        this.arms = List.copyOf(arms);
        this.upTo = upTo;
    }

    static <R> Routes<R> of(List<Arm<R>> arms, List<Double> weights) {
        double all = weights.stream().mapToDouble(Double::doubleValue).sum();
        double[] upTo = new double[arms.size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += weights.get(i);
            upTo[i] = sum / all;
        }
        upTo[upTo.length - 1] = 1;
        return new Routes<>(arms, upTo);
    }

    static <R> Routes<R> to(Arm<R> arm) {
        return new Routes<>(List.of(arm), new double[] {1});
    }

    List<Arm<R>> arms() {
        return arms;
    }

    boolean isSingle() {
        return upTo.length == 1;
    }

    /** The only arm. */
    Arm<R> single() {
        return arms.get(0);
    }

    /** Whether every arm has a compiled version. */
    boolean isCompiled() {
        for (Arm<R> arm : arms) {
            if (!arm.served().model().isCompiled()) {
                return false;
            }
        }
        return true;
    }

    /** The arm whose share has this hash. */
    Arm<R> pick(long hash) {
        double share = KeyHash.share(hash);
        int i = 0;
        while (share >= upTo[i]) {
            i++;
        }
        return arms.get(i);
    }
}
