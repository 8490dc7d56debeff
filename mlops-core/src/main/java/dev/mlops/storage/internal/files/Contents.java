package dev.mlops.storage.internal.files;

import dev.mlops.storage.internal.AtomicFiles;
import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.PendingFile;
import dev.mlops.storage.internal.VerifiedInputStream;
import dev.mlops.storage.spi.Content;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contents of an artifact folder: a file each, in its place or, while a sweep looks at it, set aside. */
final class Contents {
    /** How often a content may change its place while it is looked for, which happens once for each sweep beside. */
    private static final int TRIES = 10;

    private final Layout layout;
    private final InstantSource clock;

    Contents(Layout layout, InstantSource clock) {
        this.layout = layout;
        this.clock = clock;
    }

    /** Puts a content in its place, unless its bytes are there already; either way it counts as stored now. */
    void keep(Content content, PendingFile file) throws IOException {
        Path place = layout.checked(layout.content(content.hash()));
        Path shard = Layout.folder(place);
        AtomicFiles.makeFolder(shard);
        if (isWhole(place, content) && touch(place)) {
            AtomicFiles.syncFolder(shard); // another may have moved it there and not come further
        } else {
            file.moveTo(place);
            touch(place);
        }
    }

    private static boolean isWhole(Path place, Content content) throws IOException {
        try {
            return Files.size(place) == content.size() && Digest.of(place).equals(content.hash());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private boolean touch(Path file) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Opens a content, also while it is set aside; empty if there is none. */
    Optional<InputStream> open(Content content) throws IOException {
        Path place = layout.checked(layout.content(content.hash()));
        for (int i = 0; i < TRIES; i++) {
            List<Path> files = files(place);
            if (files.isEmpty()) {
                break;
            }
            for (Path file : files) {
                Optional<InputStream> in = openIfThere(file);
                if (in.isPresent()) {
                    return in.map(bytes -> new VerifiedInputStream(new BufferedInputStream(bytes), content));
                }
            }
        }
        return Optional.empty();
    }

    /** Opens a file; empty if it has just been moved to its other place, or removed. */
    private static Optional<InputStream> openIfThere(Path file) throws IOException {
        try {
            return Optional.of(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether there is such content, in its place or set aside. */
    boolean isThere(Content content) throws IOException {
        return !files(layout.checked(layout.content(content.hash()))).isEmpty();
    }

    /**
     * Makes sure that a content is in its place and counts as stored now; what a sweep has set aside is fetched back, which
     * that sweep survives.
     *
     * @return whether there is such content
     */
    boolean hold(Content content) throws IOException {
        Path place = layout.checked(layout.content(content.hash()));
        for (int i = 0; i < TRIES; i++) {
            if (touch(place)) {
                return true;
            }
            for (Path aside : files(place)) {
                moveBack(aside);
            }
        }
        return false;
    }

    /**
     * Moves what was set aside to its place again, as content that was stored now: a place that was filled meanwhile is
     * replaced by its equal, and that mustn't make it look older.
     */
    void moveBack(Path aside) throws IOException {
        if (touch(aside)) {
            try {
                Files.move(aside, Layout.place(aside), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                return; // somebody else was faster
            }
        }
    }

    /** Where the content of this place is at this moment: there, or else wherever it is set aside. */
    private List<Path> files(Path place) throws IOException {
        if (exists(place)) {
            return List.of(place);
        }
        List<Path> aside = new ArrayList<>();
        for (Path file : Layout.list(Layout.folder(place))) {
            if (Layout.isSetAside(file) && Layout.place(file).equals(place)) {
                aside.add(layout.checked(file));
            }
        }
        return aside.isEmpty() && exists(place) ? List.of(place) : aside;
    }

    /** All contents, those set aside too. */
    List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path shard : Layout.list(layout.checked(layout.contents()))) {
            if (Files.isDirectory(layout.checked(shard))) {
                for (Path file : Layout.list(shard)) {
                    if (Layout.isContent(file) || Layout.isSetAside(file)) {
                        files.add(layout.checked(file));
                    }
                }
            }
        }
        return files;
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
