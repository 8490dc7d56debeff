package dev.mlops.model;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** A saved model in a directory. */
final class ModelDirectory implements ModelFiles.Source {
    private final Path directory;

    private ModelDirectory(Path directory) {
        this.directory = directory;
    }

    static Model load(Path directory, Set<String> trusted) {
        if (Files.isRegularFile(directory)) {
            throw new InvalidException("'%s' is a file, a saved model is a directory".formatted(directory));
        }
        if (!Files.isDirectory(directory)) {
            throw new NotFoundException("model directory '%s' doesn't exist".formatted(directory));
        }
        return ModelFiles.read(new ModelDirectory(directory), trusted);
    }

    @Override
    public FileContent read(String name, int limit) {
        Path file = directory.resolve(name);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InvalidException("'%s' must be a file, and is something else".formatted(file));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return FileContent.read(in, describe(name), limit);
        } catch (NoSuchFileException e) {
            throw new NotFoundException("file '%s' is missing in model directory '%s'".formatted(name, directory), e);
        } catch (IOException e) {
            throw new StorageUnavailableException("file '%s' can't be read".formatted(file), e);
        }
    }

    @Override
    public String describe(String name) {
        return "file '" + directory.resolve(name) + "'";
    }

    static void save(Model model, Path target) {
        Path absolute = target.toAbsolutePath();
        Path name = absolute.getFileName();
        Path parent = absolute.getParent();
        if (name == null || parent == null) {
            throw new ConflictException(
                    "'%s' is the root of a file system, a model needs a directory".formatted(target));
        }
        requireReplaceable(absolute);
        String unique = UUID.randomUUID().toString();
        Path fresh = parent.resolve("." + name + ".new-" + unique);
        Path old = parent.resolve("." + name + ".old-" + unique);
        try {
            Files.createDirectories(fresh);
            try {
                write(ModelFiles.of(model), fresh);
                swap(fresh, absolute, old);
            } finally {
                delete(fresh);
            }
            delete(old);
        } catch (IOException | UncheckedIOException e) {
            throw new StorageUnavailableException("model can't be written to '%s': %s".formatted(target, e), e);
        }
    }

    private static void write(Map<String, byte[]> files, Path directory) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            try (FileChannel out = FileChannel.open(
                    directory.resolve(file.getKey()), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer content = ByteBuffer.wrap(file.getValue());
                while (content.hasRemaining()) {
                    out.write(content);
                }
                out.force(true);
            }
        }
    }

    private static void swap(Path fresh, Path target, Path old) throws IOException {
        boolean replaces = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (replaces) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (replaces) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
    }

    private static void requireReplaceable(Path target) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Set<String> others = new TreeSet<>();
        try (Stream<Path> entries = Files.list(target)) {
            entries.forEach(entry -> others.add(String.valueOf(entry.getFileName())));
        } catch (IOException e) {
            throw new ConflictException(
                    "'%s' exists and isn't a directory, a model can't replace it".formatted(target), e);
        }
        if (others.contains(ModelFiles.MANIFEST)) {
            others.removeAll(ModelFiles.LIMITS.keySet());
        }
        if (!others.isEmpty()) {
            throw new ConflictException(
                    "directory '%s' holds more than a saved model, such as '%s', a model can't replace it"
                            .formatted(target, others.iterator().next()));
        }
    }

    /** Deletes a directory of files; of a link to one the link alone. */
    private static void delete(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> entries = Files.list(directory)) {
                for (Path entry : entries.toList()) {
                    Files.delete(entry);
                }
            }
        }
        Files.delete(directory);
    }
}
