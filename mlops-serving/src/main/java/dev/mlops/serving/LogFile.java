package dev.mlops.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of a prediction log by its name, which has the time of its first prediction, who writes it, and the how manyth of this
 * writer's it is.
 */
record LogFile(Path path, Instant start, String writer, int number) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern NAME =
            Pattern.compile("predictions-([0-9]{8}T[0-9]{9}Z)-([0-9a-f]{16})-([0-9]{1,9})\\.jsonl");

    /** The earliest first. */
    static final Comparator<LogFile> ORDER =
            Comparator.comparing(LogFile::start).thenComparing(LogFile::writer).thenComparing(LogFile::number);

    static LogFile named(Path folder, Instant start, String writer, int number) {
        String name = "predictions-" + TIME.format(start) + "-" + writer + "-" + number + ".jsonl";
        return new LogFile(folder.resolve(name), start, writer, number);
    }

    /** The files of a folder, the earliest first; other files are left alone. */
    static List<LogFile> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(file -> parsed(file).stream()).sorted(ORDER).toList();
        }
    }

    private static Optional<LogFile> parsed(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            Instant start = TIME.parse(name.group(1), Instant::from);
            return Optional.of(new LogFile(path, start, name.group(2), Integer.parseInt(name.group(3))));
        } catch (DateTimeException e) {
            return Optional.empty(); // such as in the 13th month: not a name of ours
        }
    }
}
