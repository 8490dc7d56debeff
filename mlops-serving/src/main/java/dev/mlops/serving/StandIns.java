package dev.mlops.serving;

import dev.mlops.registry.ModelRegistry;
import java.time.Duration;
import java.util.List;

/** The arms that stand in for others, kept up to date with their aliases. */
final class StandIns<R> implements AutoCloseable {
    private final ModelRegistry registry;
    private final List<Arm<R>> arms;
    private final Refreshing refreshing;

    StandIns(ModelRegistry registry, List<Arm<R>> arms, Duration interval) {
        this.registry = registry;
        this.arms = List.copyOf(arms);
        this.refreshing = new Refreshing(interval, this::refresh);
    }

    List<Arm<R>> arms() {
        return arms;
    }

    void refresh() {
        arms.forEach(arm -> arm.refresh(registry, registry.workspace().clock().instant()));
    }

    @Override
    public void close() {
        refreshing.close();
    }
}
