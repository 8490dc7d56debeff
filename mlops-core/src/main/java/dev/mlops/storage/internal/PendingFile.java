package dev.mlops.storage.internal;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that nobody sees until it is whole: written under a temporary name, then moved in one step to its place. Closed
 * before that, it is deleted. Not thread-safe; several processes may move to one place, and the last one stays.
 */
public final class PendingFile implements Closeable {
    /** How the name of every temporary file ends. */
    public static final String SUFFIX = ".tmp";

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path temporary;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean moved;

    private PendingFile(Path temporary, FileChannel channel) {
        this.temporary = temporary;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    /** Begins a file under a fresh name in {@code folder}, which must exist on the file system of the later place. */
    public static PendingFile in(Path folder) throws IOException {
        Path temporary = folder.resolve("." + UUID.randomUUID() + SUFFIX);
        return new PendingFile(
                temporary, FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Where the content goes; buffered. */
    public OutputStream out() {
        return out;
    }

    /**
     * Puts the content on the disk and the file in its place, over what is there; afterwards only close is left. When it
     * throws it may be tried again, such as once the folder is there.
     */
    public void moveTo(Path place) throws IOException {
        if (channel.isOpen()) {
            out.flush();
            channel.force(true);
            channel.close();
        }
        if (!moved) {
            Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
        }
        AtomicFiles.syncFolder(place.toAbsolutePath().getParent());
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!moved) {
            Files.deleteIfExists(temporary);
        }
    }
}
