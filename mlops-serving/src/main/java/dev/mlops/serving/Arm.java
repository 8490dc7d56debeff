package dev.mlops.serving;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.RegisteredModel;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What answers under one alias: the version that it points to now. A reader takes the present version by one volatile read
 * and keeps it for its call, so a swap is never seen in the middle of a prediction. While the new version can't be loaded, the
 * arm goes on with what it has, and says so.
 */
final class Arm<R> {
    private static final Logger log = LoggerFactory.getLogger(Arm.class);

    private final String name;
    private final boolean moves;
    private final Bound.To<R> rows;
    private volatile Served<R> served;
    private volatile ArmHealth health;

    private Arm(String name, boolean moves, Bound.To<R> rows, Served<R> served, Instant now) {
        this.name = name;
        this.moves = moves;
        this.rows = rows;
        this.served = served;
        this.health = ArmHealth.well(name, served.version(), 0, now);
    }

    /** An arm that begins with the version that it means in this state of the model; throws where it means none. */
    static <R> Arm<R> of(ModelRegistry registry, RegisteredModel model, String name, Bound.To<R> rows, Instant now) {
        Served<R> served = load(registry, model, Rollouts.number(model, name), rows);
        return new Arm<>(name, !Rollout.isNumber(name), rows, served, now);
    }

    /** An arm of a model that nothing moves. */
    static <R> Arm<R> fixed(Served<R> served, Instant now) {
        return new Arm<>("model", false, model -> served.bound(), served, now);
    }

    private static <R> Served<R> load(ModelRegistry registry, RegisteredModel model, int number, Bound.To<R> rows) {
        return Served.of(registry.version(model.name() + "/" + number), rows);
    }

    /** The alias or the number, as predictions tell it. */
    String name() {
        return name;
    }

    /** Whether it may come to mean another version. */
    boolean moves() {
        return moves;
    }

    Served<R> served() {
        return served;
    }

    ArmHealth health() {
        return health;
    }

    /** What its present version was rewarded with. */
    ArmRewards rewards() {
        Served<R> present = served;
        return present.rewards().of(name, present.version());
    }

    /** Takes over the version that it means in this state of the model. Never throws; called by one thread at a time. */
    void refresh(ModelRegistry registry, RegisteredModel model, Instant now) {
        if (!moves) {
            return;
        }
        try {
            int number = Rollouts.number(model, name);
            long swaps = health.swaps();
            if (number != served.version()) {
                served = load(registry, model, number, rows);
                swaps++;
            }
            health = ArmHealth.well(name, number, swaps, now);
        } catch (RuntimeException | Error e) {
            trouble(model, e);
        }
    }

    private void trouble(RegisteredModel model, Throwable e) {
        boolean known = health.trouble().isPresent();
        health = health.in(String.valueOf(e.getMessage()));
        if (known) {
            log.debug("'{}' of {} still goes on with version {}", name, model, served.version(), e);
        } else {
            log.warn("'{}' of {} goes on with version {}: {}", name, model, served.version(), e.toString());
        }
    }
}
