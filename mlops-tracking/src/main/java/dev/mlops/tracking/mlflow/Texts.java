package dev.mlops.tracking.mlflow;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.RunChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Names, and texts that MLflow keeps in a file each, as this library can hold them. */
final class Texts {
    static final int LONGEST_NAME = 250;

    /** The tag in which this library keeps what was said about a run or an experiment in words. */
    static final String NOTE = "mlops.note";

    private static final String MLFLOW_NOTE = "mlflow.note.content";
    private static final int LARGEST_FILE = 64 * 1024;

    private Texts() {}

    /** The name in one line of at most 250 characters; {@code otherwise} where it is blank. A change is reported. */
    static String name(String text, String otherwise, String item, Report report) {
        String name = cut(spaced(text), LONGEST_NAME);
        if (name.isBlank()) {
            report.problem(item, "its name is blank, it is named '" + otherwise + "'");
            return otherwise;
        }
        if (!name.equals(text)) {
            report.problem(
                    item,
                    "its name isn't one line of at most " + LONGEST_NAME + " characters, it is named '" + name + "'");
        }
        return name;
    }

    private static String spaced(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** At most so many characters, never half of a surrogate pair. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    /** What a key's file says. */
    static String read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST_FILE) {
            throw new IOException("the value has " + size + " bytes, at most " + LARGEST_FILE + " are read");
        }
        return Files.readString(file);
    }

    /** All texts of a folder by key; those that can't be read are reported. */
    static Map<String, String> all(Path folder, String kind, String item, Report report) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Path> file : Folders.files(folder, report).entrySet()) {
            try {
                texts.put(file.getKey(), read(file.getValue()));
            } catch (IOException e) {
                report.problem(item + " " + kind + " '" + file.getKey() + "'", leftOut(e));
            }
        }
        return texts;
    }

    /** The tags of a folder; those that this library doesn't take are reported. */
    static Map<String, String> tags(Path folder, String item, Report report) throws IOException {
        Map<String, String> all = all(folder, "tag", item, report);
        return tags(all, Set.of(), item, report);
    }

    /** Those tags that this library takes, without {@code known} ones; the others are reported. */
    static Map<String, String> tags(Map<String, String> all, Set<String> known, String item, Report report) {
        Map<String, String> tags = new LinkedHashMap<>();
        all.forEach((key, value) -> {
            String name = key.equals(MLFLOW_NOTE) ? NOTE : key;
            try {
                RunChange.builder().tag(name, value);
                if (!known.contains(key)) {
                    tags.put(name, value);
                }
            } catch (InvalidException e) {
                report.problem(item + " tag '" + key + "'", leftOut(e));
            }
        });
        return tags;
    }

    static String leftOut(Exception e) {
        String message = e instanceof java.nio.charset.CharacterCodingException ? "it isn't UTF-8" : e.getMessage();
        return message + "; it is left out";
    }
}
