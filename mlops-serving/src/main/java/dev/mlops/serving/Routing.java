package dev.mlops.serving;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The present routes of a predictor. */
final class Routing<R> implements AutoCloseable {
    private final @Nullable Upkeep<R> upkeep;
    private final @Nullable Refreshing refreshing;
    private volatile @Nullable Routes<R> routes;

    private Routing(Routes<R> routes, @Nullable Upkeep<R> upkeep, @Nullable Duration interval) {
        this.routes = routes;
        this.upkeep = upkeep;
        this.refreshing = interval == null ? null : new Refreshing(interval, this::refresh);
    }

    /** Routes to a model that nothing moves. */
    static <R> Routing<R> fixed(Served<R> served, InstantSource clock) {
        return new Routing<>(Routes.to(Arm.fixed(served, clock.instant())), null, null);
    }

    /** Routes that are kept up to date: by a thread, where anything of them may change. */
    static <R> Routing<R> following(Upkeep<R> upkeep, Duration interval) {
        Routes<R> first = upkeep.first();
        return new Routing<>(first, upkeep, upkeep.changes(first) ? interval : null);
    }

    /** The present routes; throws IllegalStateException when it is closed. */
    Routes<R> routes() {
        Routes<R> present = routes;
        if (present == null) {
            throw new IllegalStateException("predictor is closed, expected an open one");
        }
        return present;
    }

    /** The present routes; null when it is closed. */
    @Nullable
    Routes<R> present() {
        return routes;
    }

    List<ArmHealth> health() {
        List<ArmHealth> arms = routes().arms().stream().map(Arm::health).toList();
        return upkeep == null ? arms : upkeep.health(arms);
    }

    void refresh() {
        if (upkeep != null) {
            upkeep.refresh(this);
        }
    }

    /** Goes over to other routes, unless it was closed meanwhile. */
    synchronized void become(Routes<R> next) {
        Routes<R> before = routes;
        if (before == null) {
            next.end(null);
        } else {
            routes = next;
            before.end(next);
        }
    }

    @Override
    public void close() {
        if (refreshing != null) {
            refreshing.close();
        }
        synchronized (this) {
            Routes<R> last = routes;
            routes = null;
            if (last != null) {
                last.end(null);
            }
        }
    }
}
