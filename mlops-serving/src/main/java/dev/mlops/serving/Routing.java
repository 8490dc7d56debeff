package dev.mlops.serving;

import dev.mlops.registry.ModelRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of a predictor, and what keeps them up to date. */
final class Routing<R> implements AutoCloseable {
    private final @Nullable ModelRegistry registry;
    private final @Nullable Refreshing refreshing;
    private final InstantSource clock;
    private final List<Arm<R>> followed;
    private volatile @Nullable Routes<R> routes;

    private Routing(
            @Nullable ModelRegistry registry,
            Routes<R> routes,
            List<Arm<R>> followed,
            @Nullable Duration interval,
            InstantSource clock) {
        this.registry = registry;
        this.routes = routes;
        this.followed = List.copyOf(followed);
        this.clock = clock;
        this.refreshing = interval == null ? null : new Refreshing(interval, this::refresh);
    }

    static <R> Routing<R> fixed(Served<R> served, InstantSource clock) {
        return new Routing<>(null, Routes.to(new Arm<>(served, clock.instant())), List.of(), null, clock);
    }

    /** Routes whose arms, and others such as a shadow, are kept up to date. */
    static <R> Routing<R> following(
            ModelRegistry registry, Routes<R> routes, List<Arm<R>> followed, Duration interval) {
        return new Routing<>(
                registry, routes, followed, interval, registry.workspace().clock());
    }

    /** The present routes; throws IllegalStateException when it is closed. */
    Routes<R> routes() {
        Routes<R> present = routes;
        if (present == null) {
            throw new IllegalStateException("predictor is closed, expected an open one");
        }
        return present;
    }

    void refresh() {
        ModelRegistry from = registry;
        if (from != null && routes != null) {
            followed.forEach(arm -> arm.refresh(from, clock.instant()));
        }
    }

    @Override
    public void close() {
        routes = null;
        if (refreshing != null) {
            refreshing.close();
        }
    }
}
