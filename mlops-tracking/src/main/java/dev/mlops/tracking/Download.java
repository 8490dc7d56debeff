package dev.mlops.tracking;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.internal.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A folder that files are written into, and that none gets out of: neither by its name nor through a link. */
final class Download {
    private final Path root;

    private Download(Path root) {
        this.root = root;
    }

    static Download into(Path folder) {
        try {
            AtomicFiles.makeFolder(folder);
            return new Download(folder.toRealPath());
        } catch (IOException e) {
            throw new StorageUnavailableException("folder '" + folder + "' can't be made", e);
        }
    }

    void write(String path, InputStream in) throws IOException {
        Path place = root.resolve(path).normalize();
        Path parent = place.getParent();
        if (parent == null || !place.startsWith(root) || place.equals(root)) {
            throw leaves(path);
        }
        Path reached = root;
        for (Path segment : root.relativize(parent)) {
            if (!segment.toString().isEmpty()) {
                reached = enter(path, reached.resolve(segment));
            }
        }
        AtomicFiles.write(place, in::transferTo);
    }

    private Path enter(String path, Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                && !folder.toRealPath().startsWith(root)) {
            throw leaves(path);
        }
        AtomicFiles.makeFolder(folder);
        return folder;
    }

    private InvalidException leaves(String path) {
        return new InvalidException(
                "artifact '" + path + "' would leave the folder '" + root + "', which isn't allowed");
    }
}
