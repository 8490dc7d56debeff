package dev.mlops.serving;

import dev.mlops.registry.RegisteredModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes of a predictor up to date with its model: the rollout, where it follows the one that is started, and where
 * the aliases point. Both come by one read of the model, and where nothing has changed that is all. While the store is away,
 * or what it has can't be followed, the routes stay as they are, and {@link #health} says so.
 */
final class Upkeep<R> {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private final RouteMaker<R> maker;
    private final String model;
    private final @Nullable Rollout own;
    private final List<Arm<R>> beside;

    /** The text of the rollout that the routes are of; empty where the champion is alone. */
    private Optional<String> followed = Optional.empty();

    private volatile @Nullable String trouble;

    /**
     * The upkeep of a predictor of this model.
     *
     * @param own what it was built with; null if it follows the rollout that is started
     * @param beside arms that no route leads to, since they stand in for others
     */
    Upkeep(RouteMaker<R> maker, String model, @Nullable Rollout own, List<Arm<R>> beside) {
        this.maker = maker;
        this.model = model;
        this.own = own;
        this.beside = List.copyOf(beside);
    }

    /** The routes to begin with: of the champion alone, where a rollout is started that can't be followed. */
    synchronized Routes<R> first() {
        RegisteredModel present = maker.registry().model(model);
        if (own != null) {
            return maker.make(own, present, null);
        }
        Optional<String> stored = Rollouts.stored(present);
        if (stored.isPresent()) {
            try {
                return of(stored, present, null);
            } catch (RuntimeException | Error e) {
                trouble(e);
            }
        }
        return maker.make(Rollout.CHAMPION, present, null);
    }

    private Routes<R> of(Optional<String> stored, RegisteredModel present, @Nullable Routes<R> before) {
        Rollout rollout = stored.map(text -> RolloutJson.read(model, text)).orElse(Rollout.CHAMPION);
        Routes<R> routes = maker.make(rollout, present, before);
        followed = stored;
        return routes;
    }

    /** Whether anything of these routes may ever change. */
    boolean changes(Routes<R> routes) {
        return own == null || all(routes).anyMatch(Arm::moves);
    }

    private Stream<Arm<R>> all(Routes<R> routes) {
        return Stream.concat(routes.all(), beside.stream());
    }

    /** Brings routes up to date. Never throws: what can't be loaded, for whatever reason, leaves what is there in use. */
    synchronized void refresh(Routing<R> routing) {
        Routes<R> before = routing.present();
        if (before == null || !changes(before)) {
            return;
        }
        RegisteredModel present;
        try {
            present = maker.registry().model(model);
        } catch (RuntimeException | Error e) {
            trouble(e);
            return;
        }
        Routes<R> routes = before;
        try {
            Optional<String> stored = Rollouts.stored(present);
            if (own == null && !stored.equals(followed)) {
                routes = of(stored, present, before);
                routing.become(routes);
            }
            trouble = null;
        } catch (RuntimeException | Error e) {
            trouble(e);
        }
        all(routes)
                .forEach(arm -> arm.refresh(
                        maker.registry(),
                        present,
                        maker.registry().workspace().clock().instant()));
    }

    private void trouble(Throwable e) {
        boolean known = trouble != null;
        trouble = String.valueOf(e.getMessage());
        if (known) {
            log.debug("predictor of model '{}' still goes on with what it has", model, e);
        } else {
            log.warn("predictor of model '{}' goes on with what it has: {}", model, e.toString());
        }
    }

    /** How arms are that are well by themselves. */
    List<ArmHealth> health(List<ArmHealth> arms) {
        String why = trouble;
        return why == null
                ? arms
                : arms.stream()
                        .map(arm -> arm.trouble().isPresent() ? arm : arm.in(why))
                        .toList();
    }
}
