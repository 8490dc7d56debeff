package dev.mlops.storage.s3;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A temporary file that takes content until its hash, and so its key, is known; gone when it is closed. */
final class Spool implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final FileChannel file;
    private final OutputStream out;

    private Spool(Path path) throws IOException {
        this.path = path;
        this.file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES);
    }

    /** Begins one in the folder for temporary files, which only this user may read. */
    static Spool begin() throws IOException {
        return new Spool(Files.createTempFile("mlops-s3-", ".tmp"));
    }

    /** Where the content goes; buffered. */
    OutputStream out() {
        return out;
    }

    /** Some of what was written and flushed. */
    InputStream part(long from, long count) {
        return new FilePart(file, from, count);
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            Files.deleteIfExists(path);
        }
    }
}
