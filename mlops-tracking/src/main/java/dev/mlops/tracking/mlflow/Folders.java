package dev.mlops.tracking.mlflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How MLflow lays out its folders. Links are left out and reported: they may lead anywhere. */
final class Folders {
    static final String TRASH = ".trash";
    static final String META = "meta.yaml";

    /** Folders beside runs and experiments that hold something else, and what that is. */
    private static final Set<String> EXPECTED = Set.of(TRASH, "tags", "datasets");

    private static final Set<String> LEFT_OUT = Set.of("models", "traces");

    private Folders() {}

    /** The folders in {@code parent} that have a {@code meta.yaml}, by name; others are reported. */
    static List<Path> withMeta(Path parent, Report report) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path folder : list(parent)) {
            String name = name(folder);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.isSymbolicLink(folder)) {
                    report.problem(folder.toString(), "is a link, which isn't followed");
                }
            } else if (LEFT_OUT.contains(name)) {
                int size = list(folder).size();
                if (size > 0) {
                    report.problem(folder.toString(), "holds " + size + " " + name + ", which aren't imported");
                }
            } else if (!EXPECTED.contains(name)) {
                if (Files.isRegularFile(folder.resolve(META), LinkOption.NOFOLLOW_LINKS)) {
                    found.add(folder);
                } else {
                    report.problem(folder.toString(), "has no file " + META + ", it is left out");
                }
            }
        }
        return found;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().collect(Collectors.toCollection(ArrayList::new));
        }
    }

    /** The files below a folder by their path within it, with slashes; none where there is no folder. */
    static SortedMap<String, Path> files(Path folder, Report report) throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return files;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(key(folder.relativize(file)), file);
                } else if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    report.problem(file.toString(), "is a link or no file, it is left out");
                }
            }
        }
        return files;
    }

    private static String key(Path relative) {
        List<String> parts = new ArrayList<>();
        relative.forEach(part -> parts.add(part.toString()));
        return String.join("/", parts);
    }

    static String name(Path folder) {
        return String.valueOf(folder.getFileName());
    }
}
