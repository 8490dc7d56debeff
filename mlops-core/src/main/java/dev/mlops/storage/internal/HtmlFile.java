package dev.mlops.storage.internal;

import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where a report goes that a user asked for as a page. */
public final class HtmlFile {
    private HtmlFile() {}

    /**
     * Writes the page in one step, over an older file; makes the folders above it.
     *
     * @throws StorageUnavailableException if the file can't be written
     */
    public static void write(Path file, String html) {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                AtomicFiles.makeFolder(folder);
            }
            AtomicFiles.write(file, out -> out.write(bytes));
        } catch (IOException e) {
            throw new StorageUnavailableException(
                    "page '" + file + "' can't be written, expected a writable folder", e);
        }
    }
}
