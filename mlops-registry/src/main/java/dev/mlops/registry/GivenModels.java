package dev.mlops.registry;

import dev.mlops.model.Model;
import dev.mlops.pipeline.OutputCheck;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Keeps the models that the steps of a pipeline give; one that several steps pass on is one. Thread-safe. */
final class GivenModels implements OutputCheck {
    private final Set<Model> models = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public synchronized void check(String step, Object output) {
        if (output instanceof Model model) {
            models.add(model);
        }
    }

    synchronized Collection<Model> all() {
        return List.copyOf(models);
    }
}
