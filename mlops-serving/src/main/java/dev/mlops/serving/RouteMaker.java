package dev.mlops.serving;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.RegisteredModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the routes of rollouts, out of what the present ones have.
 *
 * @param registry where the versions are
 * @param rows what they are asked with
 * @param listeners who hears the shadow
 */
record RouteMaker<R>(ModelRegistry registry, Bound.To<R> rows, List<ShadowListener<? super R>> listeners) {

    /**
     * The routes of a rollout; arms and a shadow that stay are taken over with all that they have. Throws where an arm means no
     * version in this state of the model, or one that can't be loaded.
     *
     * @param present the routes until now; null at first
     */
    Routes<R> make(Rollout rollout, RegisteredModel model, @Nullable Routes<R> present) {
        Map<String, Arm<R>> known = present == null
                ? Map.of()
                : present.all().collect(Collectors.toMap(Arm::name, Function.identity(), (arm, same) -> arm));
        Instant now = registry.workspace().clock().instant();
        Function<String, Arm<R>> needed = name -> {
            Arm<R> arm = known.get(name);
            return arm != null ? arm : Arm.of(registry, model, name, rows, now);
        };
        List<Arm<R>> arms = rollout.arms().stream().map(needed).toList();
        @Nullable
        Shadow<R> shadow =
                rollout.shadow().map(needed).map(arm -> shadow(arm, present)).orElse(null);
        return Routes.of(rollout, arms, splitter(rollout, arms), shadow);
    }

    private Shadow<R> shadow(Arm<R> arm, @Nullable Routes<R> present) {
        @Nullable Shadow<R> before = present == null ? null : present.shadow();
        return before != null && before.arm() == arm ? before : new Shadow<>(arm, listeners);
    }

    private Splitter splitter(Rollout rollout, List<Arm<R>> arms) {
        Rollout.Plan plan = rollout.plan();
        if (plan instanceof Rollout.Weighted weighted) {
            return new WeightedSplitter(weighted.weights().values());
        }
        return plan instanceof Rollout.Stepped stepped
                ? new CanarySplitter(
                        stepped.canary().schedule(), registry.workspace().clock())
                : new ThompsonSplitter(arms);
    }
}
