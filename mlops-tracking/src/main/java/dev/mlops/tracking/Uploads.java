package dev.mlops.tracking;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ContentWriter;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Puts the files of one run into the artifact store. Thread-safe. */
final class Uploads {
    private final Tracking tracking;
    private final String runId;
    private final ArtifactPaths paths;

    Uploads(Tracking tracking, String runId) {
        this.tracking = tracking;
        this.runId = runId;
        paths = new ArtifactPaths(runId, new RunArtifacts(tracking.artifacts(), runId)::list);
    }

    /** A file, or all files of a folder below {@code path}; throws NotFoundException if there is neither. */
    void add(String path, Path source) {
        try {
            if (Files.isDirectory(source)) {
                addAll(path, source);
            } else {
                add(path, mediaType(path), out -> Files.copy(source, out));
            }
        } catch (IOException e) {
            throw new InvalidException("folder '" + source + "' can't be read", e);
        }
    }

    private void addAll(String path, Path folder) throws IOException {
        Path root = folder.toRealPath();
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> Files.isRegularFile(file) || isLinkedFolder(file))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            if (!file.toRealPath().startsWith(root)) {
                throw new InvalidException("link '" + file + "' leads out of the folder '" + folder
                        + "', which isn't allowed; record what it leads to by its own name");
            }
        }
        Map<String, Path> byName = new LinkedHashMap<>();
        files.stream()
                .filter(Files::isRegularFile)
                .forEach(file ->
                        byName.put(path + "/" + root.relativize(file).toString().replace('\\', '/'), file));
        List<String> taken = new ArrayList<>(paths.take(byName.keySet()));
        try {
            byName.forEach((name, file) -> {
                add(name, mediaType(name), out -> Files.copy(file, out));
                taken.remove(name);
            });
        } finally {
            taken.forEach(paths::giveBack);
        }
    }

    private static boolean isLinkedFolder(Path file) {
        return Files.isSymbolicLink(file) && Files.isDirectory(file);
    }

    /** Stores a value; throws InvalidException if the codec can't write it. */
    <T> void add(String path, T value, Codec<T> codec) {
        add(path, codec.format(), out -> codec.write(value, out));
    }

    /** Stores what the writer writes, which may be called again, under this path of the run; it is on disk when this returns. */
    private void add(String path, String format, ContentWriter writer) {
        ArtifactName name = ArtifactName.ofRun(runId, path);
        List<String> taken = paths.take(List.of(path));
        try {
            Interrupts.aside(() -> put(name, format, writer));
        } catch (RuntimeException e) {
            taken.forEach(paths::giveBack);
            throw e;
        }
    }

    private void put(ArtifactName name, String format, ContentWriter writer) {
        Spool spool = tracking.writer().spool();
        if (!spool.isEmpty()) { // what is kept there would come after this one, and may have its name
            keep(name, format, writer);
            return;
        }
        try {
            tracking.writer().delivery().insist(() -> reading(name, () -> spool.put(name, format, writer)));
        } catch (StorageUnavailableException e) {
            try {
                keep(name, format, writer);
            } catch (StorageUnavailableException lost) {
                e.addSuppressed(lost);
                throw e;
            }
        }
    }

    private void keep(ArtifactName name, String format, ContentWriter writer) {
        Spool spool = tracking.writer().spool();
        Interrupts.defy(() -> reading(name, () -> spool.keep(name, format, writer)));
    }

    /** Stores what is read from somewhere, where that can fail too. */
    @FunctionalInterface
    private interface Storing {
        void run() throws IOException;
    }

    private static void reading(ArtifactName name, Storing storing) {
        try {
            storing.run();
        } catch (ClosedByInterruptException e) { // which says nothing of what is read
            throw new StorageUnavailableException("content of artifact '" + name.path() + "' was interrupted", e);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("file '" + e.getMessage() + "' doesn't exist", e);
        } catch (IOException e) {
            throw new InvalidException("content of artifact '" + name.path() + "' can't be read", e);
        }
    }

    private static String mediaType(String path) {
        String type = URLConnection.guessContentTypeFromName(path);
        return type == null ? "" : type;
    }
}
