package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The hash of what a path leads to: a file's bytes, or the names and bytes of all that is in a folder. */
final class PathHash {
    private PathHash() {}

    /** 32 bytes; links are followed. Throws InvalidException where there is no file or folder, or it can't be read. */
    static byte[] of(Path path) {
        try {
            if (Files.isDirectory(path)) {
                return folder(path);
            } else if (Files.isRegularFile(path)) {
                return file(path);
            }
            String found = Files.exists(path) ? "is neither" : "doesn't exist";
            throw new InvalidException("path '" + path + "' " + found + ", expected a file or a folder");
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidException("path '" + path + "' can't be read, expected a readable file or folder", e);
        }
    }

    private static byte[] file(Path file) throws IOException {
        MessageDigest digest = Digest.sha256();
        digest.update((byte) 'f');
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        return digest.digest();
    }

    private static byte[] folder(Path folder) throws IOException {
        MessageDigest digest = Digest.sha256();
        digest.update((byte) 'd');
        for (Map.Entry<String, Path> entry : contents(folder).entrySet()) {
            byte[] name = ValueHash.utf16(entry.getKey());
            boolean isFolder = Files.isDirectory(entry.getValue());
            digest.update((byte) (isFolder ? 'd' : 'f'));
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(0, name.length).array());
            digest.update(name);
            if (!isFolder) {
                digest.update(of(entry.getValue()));
            }
        }
        return digest.digest();
    }

    /** Everything below, by its path from the folder with {@code /} between names. */
    private static Map<String, Path> contents(Path folder) throws IOException {
        Map<String, Path> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            all.filter(path -> !path.equals(folder)).forEach(path -> {
                String name = folder.relativize(path).toString();
                contents.put(name.replace(folder.getFileSystem().getSeparator(), "/"), path);
            });
        }
        return contents;
    }
}
