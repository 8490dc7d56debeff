package dev.mlops.tracking.mlflow;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.RunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A real store, one write of which fails and changes nothing. */
final class FailingRuns {
    private static final Set<String> WRITES = Set.of("createExperiment", "updateExperiment", "createRun", "update");

    private FailingRuns() {}

    /** Fails at the write of this number, from 1. */
    static RunStore at(int failing, RunStore store) {
        AtomicInteger writes = new AtomicInteger();
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    if (WRITES.contains(method.getName()) && writes.incrementAndGet() == failing) {
                        throw new StorageUnavailableException("write " + failing + " fails");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
