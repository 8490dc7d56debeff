package dev.mlops.serving;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What answers under one alias: the version that it points to now. A reader takes the present version by one volatile read
 * and keeps it for its call, so a swap is never seen in the middle of a prediction. While the store can't be asked, or the new
 * version can't be loaded, the arm goes on with what it has, and says so.
 */
final class Arm<R> {
    private static final Logger log = LoggerFactory.getLogger(Arm.class);

    private final String reference;
    private final String name;
    private final Bound.To<R> rows;
    private volatile Served<R> served;
    private volatile ArmHealth health;

    /** An arm that begins with the version that the reference means now; throws where it means none. */
    Arm(ModelRegistry registry, String reference, Bound.To<R> rows, Instant now) {
        this.reference = reference;
        this.name = reference.substring(Math.max(reference.indexOf('@'), reference.indexOf('/')) + 1);
        this.rows = rows;
        this.served = Served.of(registry.version(reference), rows);
        this.health = ArmHealth.well(name, served.version(), 0, now);
    }

    /** An arm of a model that nothing moves. */
    Arm(Served<R> served, Instant now) {
        this.reference = "";
        this.name = "model";
        this.rows = model -> served.bound();
        this.served = served;
        this.health = ArmHealth.well(name, served.version(), 0, now);
    }

    /** The alias or the number, as predictions tell it. */
    String name() {
        return name;
    }

    Served<R> served() {
        return served;
    }

    ArmHealth health() {
        return health;
    }

    /** Looks where the alias points, and takes over what it points to now. Never throws. */
    synchronized void refresh(ModelRegistry registry, Instant now) {
        if (reference.isEmpty()) {
            return;
        }
        try {
            ModelVersion present = registry.version(reference);
            long swaps = health.swaps();
            if (present.number() != served.version()) {
                served = Served.of(present, rows);
                swaps++;
            }
            health = ArmHealth.well(name, served.version(), swaps, now);
        } catch (RuntimeException | StackOverflowError e) {
            trouble(e);
        }
    }

    private void trouble(Throwable e) {
        @Nullable String before = health.trouble().orElse(null);
        health = health.in(String.valueOf(e.getMessage()));
        if (before == null) {
            log.warn("'{}' goes on with version {}: {}", reference, served.version(), e.toString());
        } else {
            log.debug("'{}' still goes on with version {}", reference, served.version(), e);
        }
    }
}
