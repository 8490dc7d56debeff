package dev.mlops.storage;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.internal.AtomicFiles;
import dev.mlops.storage.internal.jdbc.JdbcStores;
import dev.mlops.storage.internal.memory.MemoryArtifactStore;
import dev.mlops.storage.internal.memory.MemoryModelStore;
import dev.mlops.storage.internal.memory.MemoryRunStore;
import dev.mlops.storage.spi.ArtifactStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Opens storage by where it is. */
final class StorageUri {
    private static final String DATABASE = "mlops.db";
    private static final String ARTIFACTS = "artifacts";

    private StorageUri() {}

    static Storage inFolder(Path folder) {
        return with(Storage.artifactFolder(folder.resolve(ARTIFACTS)), () -> sqlite(folder))
                .at("in '" + folder + "'");
    }

    /** Whether storage was made in this folder. */
    static boolean isThere(Path folder) {
        return Files.isRegularFile(folder.resolve(DATABASE));
    }

    static Storage open(URI storage) {
        if (isMemory(storage)) {
            return Storage.inMemory();
        } else if (isPath(storage)) {
            return inFolder(path(storage));
        } else if (isDatabase(storage)) {
            throw new InvalidException(
                    "storage is a database, which holds no artifacts: give the URI of their storage as well");
        }
        throw unknown("storage", storage);
    }

    static Storage open(URI storage, URI artifacts) {
        return with(artifacts(artifacts), () -> stores(storage)).at("at " + shown(storage));
    }

    private interface Opening {
        JdbcStores open();
    }

    private static Storage with(ArtifactStore artifacts, Opening opening) {
        try {
            JdbcStores stores = opening.open();
            return Storage.of(stores.runs(), stores.models(), artifacts);
        } catch (RuntimeException e) {
            artifacts.close();
            throw e;
        }
    }

    private static JdbcStores stores(URI uri) {
        if (isMemory(uri)) {
            return new JdbcStores(new MemoryRunStore(), new MemoryModelStore());
        } else if (isPath(uri)) {
            return sqlite(path(uri));
        } else if (isDatabase(uri)) {
            return JdbcStores.postgres(uri);
        }
        throw unknown("storage", uri);
    }

    private static ArtifactStore artifacts(URI uri) {
        if (isMemory(uri)) {
            return new MemoryArtifactStore(InstantSource.system());
        } else if (isPath(uri)) {
            return Storage.artifactFolder(path(uri));
        } else if ("s3".equals(uri.getScheme())) {
            return S3Uri.open(uri);
        }
        throw unknown("storage of artifacts", uri);
    }

    private static JdbcStores sqlite(Path folder) {
        try {
            AtomicFiles.makeFolder(folder);
        } catch (IOException e) {
            throw new StorageUnavailableException(
                    "workspace '" + folder + "' can't be made: " + e + ", expected a writable folder", e);
        }
        return JdbcStores.sqlite(folder.resolve(DATABASE));
    }

    private static boolean isMemory(URI uri) {
        return "memory".equals(uri.getScheme());
    }

    static boolean isPath(URI uri) {
        return uri.getScheme() == null || "file".equals(uri.getScheme());
    }

    private static boolean isDatabase(URI uri) {
        return "jdbc".equals(uri.getScheme());
    }

    static Path path(URI uri) {
        return uri.getScheme() == null ? Path.of(uri.getPath()) : Path.of(uri);
    }

    /** An address without user, password and parameters. */
    private static String shown(URI uri) {
        return uri.toString().replaceAll("[?#].*", "").replaceAll("//[^/]*@", "//");
    }

    /** Only the scheme is shown, as there may be secrets in the rest. */
    private static InvalidException unknown(String what, URI uri) {
        return new InvalidException(what + " has a URI of the scheme '" + uri.getScheme()
                + "', expected a path, file:, memory:/ or, for runs and models, jdbc:postgresql:, for artifacts s3:");
    }
}
