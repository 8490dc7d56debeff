package dev.mlops.serving;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The arms that answer, and which keys each has. Immutable, but for what the arms hold. */
final class Routes<R> {
    private final List<Arm<R>> arms;
    private final Splitter splitter;
    private final @Nullable Shadow<R> shadow;
    private final @Nullable Rollout rollout;

    private Routes(List<Arm<R>> arms, Splitter splitter, @Nullable Shadow<R> shadow, @Nullable Rollout rollout) {
        this.arms = List.copyOf(arms);
        this.splitter = splitter;
        this.shadow = shadow;
        this.rollout = rollout;
    }

    /** The routes of a rollout, which has these arms in this order. */
    static <R> Routes<R> of(Rollout rollout, List<Arm<R>> arms, Splitter splitter, @Nullable Shadow<R> shadow) {
        return new Routes<>(arms, splitter, shadow, rollout);
    }

    /** The way to one arm, without a rollout. */
    static <R> Routes<R> to(Arm<R> arm) {
        return new Routes<>(List.of(arm), hash -> 0, null, null);
    }

    List<Arm<R>> arms() {
        return arms;
    }

    /** The arms, and that of the shadow. */
    Stream<Arm<R>> all() {
        return shadow == null ? arms.stream() : Stream.concat(arms.stream(), Stream.of(shadow.arm()));
    }

    /** Rewards the version that made a prediction, if it still is the arm that it was. */
    void reward(Prediction prediction, double reward) {
        arms.stream()
                .filter(arm -> arm.name().equals(prediction.arm()))
                .map(Arm::served)
                .filter(served -> served.version() == prediction.version())
                .forEach(served -> served.rewards().add(reward));
    }

    Optional<Rollout> rollout() {
        return Optional.ofNullable(rollout);
    }

    @Nullable
    Shadow<R> shadow() {
        return shadow;
    }

    /** Lets the shadow answer, too, where there is one. */
    void shadow(R row, Prediction answer) {
        if (shadow != null) {
            shadow.offer(row, answer);
        }
    }

    boolean isSingle() {
        return arms.size() == 1;
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

    /** The arm that has this hash. */
    Arm<R> pick(long hash) {
        return arms.get(splitter.pick(hash));
    }

    /** Ends the shadow, unless the next routes go on with it. */
    void end(@Nullable Routes<R> next) {
        if (shadow != null && (next == null || next.shadow != shadow)) {
            shadow.close();
        }
    }
}
