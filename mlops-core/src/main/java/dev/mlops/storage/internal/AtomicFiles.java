package dev.mlops.storage.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes files that are there whole or not at all, also after a power failure. */
public final class AtomicFiles {
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    private AtomicFiles() {}

    /**
     * Writes {@code place} through a temporary file beside it, syncs it and moves it over what is there. When this
     * returns the content survives a crash; when it throws, {@code place} is as before. The folder must exist.
     */
    public static void write(Path place, Content content) throws IOException {
        Path folder = place.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("path is '" + place + "', expected a file in a folder");
        }
        try (PendingFile file = PendingFile.in(folder)) {
            content.writeTo(file.out());
            file.moveTo(place);
        }
    }

    /** Makes the folder's list of names survive a crash; nothing to do on Windows, which can't open folders. */
    public static void syncFolder(@Nullable Path folder) throws IOException {
        if (folder != null && !WINDOWS) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Makes a folder and those above it, and their names survive a crash; fine where it is there already. */
    public static void makeFolder(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            Path parent = absolute.getParent();
            if (parent != null) {
                makeFolder(parent);
            }
            Files.createDirectories(absolute);
            syncFolder(parent);
        }
    }

    /** What goes into a file; leaves the stream open. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }
}
