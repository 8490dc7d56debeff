package dev.mlops.tracking;

import dev.mlops.storage.Storage;
import java.lang.reflect.Proxy;

/** Storage in memory that outlives its workspaces, as a database outlives its processes. */
final class UnclosableStorage {
    private final Storage memory = Storage.inMemory();

    Storage storage() {
        return Storage.of(
                open(dev.mlops.storage.spi.RunStore.class, memory.runs()),
                open(dev.mlops.storage.spi.ModelStore.class, memory.models()),
                open(dev.mlops.storage.spi.ArtifactStore.class, memory.artifacts()));
    }

    private static <T> T open(Class<T> type, T store) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
