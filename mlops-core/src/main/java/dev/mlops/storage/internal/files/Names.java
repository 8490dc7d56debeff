package dev.mlops.storage.internal.files;

import dev.mlops.storage.internal.AtomicFiles;
import dev.mlops.storage.internal.NameFile;
import dev.mlops.storage.internal.PendingFile;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The names of an artifact folder: a small file each, in the folder of its owner. */
final class Names {
    /** How often a folder may vanish under a writer's hands, which happens only beside {@link #removeAll}. */
    private static final int TRIES = 100;

    private final Layout layout;

    Names(Layout layout) {
        this.layout = layout;
    }

    Optional<Artifact> find(ArtifactName name) throws IOException {
        return readOwn(layout.checked(layout.name(name)));
    }

    /** Reads a name where it belongs. */
    private Optional<Artifact> readOwn(Path file) throws IOException {
        Optional<Artifact> found = read(file);
        if (found.isPresent() && !layout.name(found.get().name()).equals(file)) {
            throw new IOException(
                    "'" + file + "' holds the name '" + found.get().name() + "', which belongs elsewhere");
        }
        return found;
    }

    private static Optional<Artifact> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(NameFile.read(file, in.readAllBytes()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(Artifact artifact) throws IOException {
        Path file = layout.checked(layout.name(artifact.name()));
        try (PendingFile pending = PendingFile.in(layout.checked(layout.pending()))) {
            pending.out().write(NameFile.write(artifact));
            for (int left = TRIES; ; left--) {
                try {
                    AtomicFiles.makeFolder(Layout.folder(file));
                    pending.moveTo(file);
                    return;
                } catch (NoSuchFileException e) {
                    if (left == 0) {
                        throw e;
                    }
                }
            }
        }
    }

    /** All names of an owner, in no order. */
    List<Artifact> list(String owner) throws IOException {
        List<Artifact> all = new ArrayList<>();
        for (Path file : Layout.list(layout.checked(layout.owner(owner)))) {
            if (Layout.isName(file)) {
                readOwn(layout.checked(file)).ifPresent(all::add);
            }
        }
        return all;
    }

    void remove(ArtifactName name) throws IOException {
        Path file = layout.checked(layout.name(name));
        if (Files.deleteIfExists(file)) {
            AtomicFiles.syncFolder(Layout.folder(file));
        }
    }

    /**
     * Removes a name that was just written, unless somebody has written it anew: it is taken away in one step, looked at,
     * and put back if it is another's.
     */
    void takeBack(Artifact artifact) throws IOException {
        Path file = layout.checked(layout.name(artifact.name()));
        Path taken = layout.checked(layout.pending()).resolve("." + UUID.randomUUID() + PendingFile.SUFFIX);
        try {
            Files.move(file, taken);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!Arrays.equals(Files.readAllBytes(taken), NameFile.write(artifact))) {
            putBack(taken, file);
        }
        Files.deleteIfExists(taken);
        AtomicFiles.syncFolder(Layout.folder(file));
    }

    private static void putBack(Path taken, Path file) throws IOException {
        try {
            Files.move(taken, file);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            return; // a third one has written it or unbound its owner, which is the latest
        }
    }

    /** Removes all names of an owner and of owners below it, with their folders. */
    void removeAll(String owner) throws IOException {
        Path folder = layout.checked(layout.owner(owner));
        Files.walkFileTree(folder, new Removal());
        for (Path above = Layout.folder(folder); above.startsWith(layout.names()); above = Layout.folder(above)) {
            if (Files.isDirectory(above)) {
                AtomicFiles.syncFolder(above);
                return;
            }
        }
    }

    /** Hands over every name there is; what comes or goes meanwhile may be among them. */
    void forEach(Consumer<Artifact> to) throws IOException {
        Files.walkFileTree(layout.checked(layout.names()), new Walk() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (Layout.isName(file) || attributes.isSymbolicLink()) {
                    read(layout.checked(file)).ifPresent(to);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Goes on where something vanishes; never follows links. */
    private abstract static class Walk extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }

    private static final class Removal extends Walk {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException another) { // somebody has bound a name in it
                AtomicFiles.syncFolder(folder);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
