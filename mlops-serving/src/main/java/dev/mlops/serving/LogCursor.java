package dev.mlops.serving;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of a prediction log, read up to some line. Not thread-safe. */
final class LogCursor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogCursor.class);

    private final LogFile file;
    private final BufferedReader reader;
    private @Nullable LoggedPrediction head;
    private long line;
    private boolean warned;

    LogCursor(LogFile file) throws IOException {
        this.file = file;
        this.reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file.path()), StandardCharsets.UTF_8));
    }

    LogFile file() {
        return file;
    }

    /** Where it is; {@link #advance} has said that there is one. */
    LoggedPrediction head() {
        if (head == null) {
            throw new NoSuchElementException("'" + file.path() + "' is before its first prediction, or at its end");
        }
        return head;
    }

    /** Goes to the next prediction; false if there is none. */
    boolean advance() {
        head = null;
        try {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                head = read(text);
                if (head != null) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            close();
            throw LogReader.unreadable(file.path(), e);
        }
    }

    private @Nullable LoggedPrediction read(String text) throws IOException {
        try {
            return LogLine.read(text);
        } catch (IOException | IllegalArgumentException e) {
            if (reader.ready() && !warned) { // else it is the last line, which a killed process leaves as it is
                warned = true;
                log.warn("'{}': line {} isn't a whole prediction and is passed over", file.path(), line);
            }
            return null;
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            log.debug("'{}' can't be closed", file.path(), e);
        }
    }
}
