package dev.mlops.storage.internal.files;

import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.FileNames;
import dev.mlops.storage.spi.ArtifactName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where things are in an artifact folder. Below its root there are no symbolic links: each path is checked for them before
 * it is used, so that nothing outside the root is read, written or removed through one that somebody planted.
 */
final class Layout {
    private static final int SHARD_DIGITS = 2;
    private static final int OWN_DIGITS = 8;
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SET_ASIDE = Pattern.compile("[0-9a-f]{64}\\.[0-9a-f]{8}");

    private final Path root;

    Layout(Path root) {
        this.root = root.toAbsolutePath(); // not normalized: what .. means after a link is the system's to say
    }

    Path root() {
        return root;
    }

    /** The file that tells the version of this layout. */
    Path format() {
        return root.resolve("format.json");
    }

    /** Files that are being written. */
    Path pending() {
        return root.resolve("pending");
    }

    /** Folders of contents, by the first digits of their hashes. */
    Path contents() {
        return root.resolve("content");
    }

    /** The folders of owners, each with the files of its names. */
    Path names() {
        return root.resolve("names");
    }

    /** The file of a content. */
    Path content(String hash) {
        String hex = Digest.hex(hash);
        return contents().resolve(hex.substring(0, SHARD_DIGITS)).resolve(hex);
    }

    /** Whether it is the file of a content in its place. */
    static boolean isContent(Path file) {
        return CONTENT.matcher(fileName(file)).matches();
    }

    /** Whether it is the file of a content that a sweep has set aside, under a name of that sweep's own. */
    static boolean isSetAside(Path file) {
        return SET_ASIDE.matcher(fileName(file)).matches();
    }

    /** Where a sweep sets a content aside: beside its place, under a name that nobody else uses. */
    static Path setAside(Path file) {
        String own = UUID.randomUUID().toString().substring(0, OWN_DIGITS);
        return file.resolveSibling(hex(file) + "." + own);
    }

    /** The place of a content, or of one that is set aside. */
    static Path place(Path file) {
        return file.resolveSibling(hex(file));
    }

    /** The digits of the hash of a content, in its place or set aside. */
    static String hex(Path file) {
        return fileName(file).split("\\.", 2)[0];
    }

    /** The folder of an owner's names, and of the folders of owners below it. */
    Path owner(String owner) {
        Path folder = names();
        for (String segment : owner.split("/", -1)) {
            folder = folder.resolve(FileNames.folder(segment));
        }
        return folder;
    }

    /** The file of a name. */
    Path name(ArtifactName name) {
        return owner(name.owner()).resolve(FileNames.file(name.path()));
    }

    static boolean isName(Path file) {
        return fileName(file).endsWith(FileNames.SUFFIX);
    }

    /** The folder of a file below the root. */
    static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file below the root is in a folder");
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The path itself, if neither it nor a folder between it and the root is a symbolic link. */
    Path checked(Path place) throws IOException {
        for (Path at = place; at != null && !at.equals(root); at = at.getParent()) {
            if (Files.isSymbolicLink(at)) {
                throw new FileSystemException(
                        at.toString(),
                        null,
                        "is a symbolic link to '" + Files.readSymbolicLink(at)
                                + "', expected none in an artifact folder");
            }
        }
        return place;
    }

    /** What is in a folder, in no order; nothing if it isn't there. */
    static List<Path> list(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(all::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return all;
    }
}
