package dev.mlops.storage.internal.files;

import dev.mlops.storage.internal.AtomicFiles;
import dev.mlops.storage.internal.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One removal of old content that no name is bound to, safe beside writers, readers and other sweeps.
 *
 * <p>Nothing is locked. What looks old and unbound is first renamed, to a name that only this sweep uses. Only then all names
 * are read once more, and the time of each content: what is bound or young now is moved back, the rest deleted. A
 * writer binds a name first and then makes sure that the content is in its place, so one of the two sees the other: where
 * the name came too late for the second reading, the writer finds the content gone from its place and moves it back
 * itself, and the deletion finds nothing. Readers look for what is set aside too. A sweep deletes under its own names only,
 * so what another sweep, or a killed one, has set aside is first taken over in the same way.
 */
final class Sweep {
    private final Contents contents;
    private final Names names;
    private final Instant before;
    private final List<Path> aside = new ArrayList<>();
    private final Set<Path> shards = new LinkedHashSet<>();

    Sweep(Contents contents, Names names, Instant before) {
        this.contents = contents;
        this.names = names;
        this.before = before;
    }

    /** Removes, and gives the number of bytes removed. */
    long run() throws IOException {
        long bytes = 0;
        try {
            setAside();
            Set<String> bound = bound(aside);
            for (Path file : aside) {
                bytes += bound.contains(Layout.hex(file)) ? 0 : removeIfOld(file);
            }
        } finally {
            for (Path file : aside) {
                contents.moveBack(file);
            }
        }
        for (Path shard : shards) {
            AtomicFiles.syncFolder(shard);
        }
        return bytes;
    }

    private void setAside() throws IOException {
        List<Path> candidates = new ArrayList<>();
        for (Path file : contents.all()) {
            if (Layout.isSetAside(file) || isOld(file)) {
                candidates.add(file);
            }
        }
        Set<String> bound = bound(candidates);
        for (Path file : candidates) {
            if (Layout.isSetAside(file) || !bound.contains(Layout.hex(file))) {
                setAside(file);
            }
        }
    }

    private void setAside(Path file) throws IOException {
        Path to = Layout.setAside(file);
        try {
            Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
            aside.add(to);
            shards.add(Layout.folder(to));
        } catch (NoSuchFileException e) {
            return; // another sweep or a writer was faster
        }
    }

    /** Which of these contents have a name. */
    private Set<String> bound(List<Path> files) throws IOException {
        Set<String> bound = new HashSet<>();
        if (files.isEmpty()) {
            return bound;
        }
        Set<String> asked = new HashSet<>();
        files.forEach(file -> asked.add(Layout.hex(file)));
        names.forEach(artifact -> {
            String hex = Digest.hex(artifact.content().hash());
            if (asked.contains(hex)) {
                bound.add(hex);
            }
        });
        return bound;
    }

    private long removeIfOld(Path file) throws IOException {
        try {
            long size = Files.size(file);
            return isOld(file) && Files.deleteIfExists(file) ? size : 0;
        } catch (NoSuchFileException e) {
            return 0; // a writer has moved it back
        }
    }

    private boolean isOld(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
