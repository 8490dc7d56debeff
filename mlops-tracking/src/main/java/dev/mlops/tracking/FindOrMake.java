package dev.mlops.tracking;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Finds the experiment of a name, or makes it, whoever else does that at the same time. */
final class FindOrMake {
    private static final int TRIES = 10;

    private final Tracking tracking;
    private final String name;
    private final Map<String, String> tags;

    FindOrMake(Tracking tracking, String name, Map<String, String> tags) {
        this.tracking = tracking;
        this.name = name;
        this.tags = tags;
    }

    Experiment experiment() {
        tracking.lookForSilent();
        for (int tries = 1; ; tries++) {
            Optional<ExperimentData> known = find();
            if (known.isPresent()) {
                return tagged(known.get());
            }
            try {
                return make();
            } catch (ConflictException e) { // another made it just now, and it may be gone when we look
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private Optional<ExperimentData> find() {
        return new ExperimentNames(tracking.runs())
                .named(name, Lifecycle.ACTIVE).stream().findFirst();
    }

    private Experiment make() {
        Instant now = tracking.clock().instant();
        ExperimentData made = new ExperimentData(Experiment.newId(), name, Lifecycle.ACTIVE, tags, now, now);
        tracking.runs().createExperiment(made);
        return new Experiment(tracking, made);
    }

    private Experiment tagged(ExperimentData data) {
        Experiment known = new Experiment(tracking, data);
        return data.tags().entrySet().containsAll(tags.entrySet())
                ? known
                : known.changed(ExperimentChange.tag(tags, tracking.clock().instant()));
    }
}
