package dev.mlops.tracking;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.internal.AtomicFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Runs that a search finds, written to a file for other programs: UTF-8, a run after the other as the store gives them, never
 * all in memory. A file appears whole, over an older one, or not at all; folders above it are made.
 *
 * <pre>
 * experiment.runs().where("metrics.rmse &lt; 12").export().toCsv(Path.of("runs.csv"));
 * </pre>
 *
 * <p>In CSV (RFC 4180), a text that a spreadsheet would take for a formula, because it begins with {@code = + - @} or a tab
 * or line break and isn't a number, gets an apostrophe in front. JSON lines hold every text as it is.
 */
public final class RunExport {
    private final RunSearch search;

    RunExport(RunSearch search) {
        this.search = search;
    }

    /**
     * Writes CSV with a run a line. Columns: {@code id}, {@code name}, {@code experiment} (its id), {@code parent},
     * {@code status}, {@code lifecycle}, {@code start}, {@code end} (ISO-8601 in UTC), {@code user}, {@code source},
     * {@code commit}, {@code branch}, {@code dirty}; then {@code params.KEY}, {@code metrics.KEY} (the latest value; NaN,
     * Infinity and -Infinity where it is that) and {@code tags.KEY} for every key that any of the runs has, each kind
     * ascending; empty where a run has none. The search is asked twice, first for the keys: a key that comes meanwhile is
     * left out.
     *
     * @throws StorageUnavailableException if the file can't be written, or the store can't be read
     */
    public void toCsv(Path file) {
        RunCsv csv = new RunCsv();
        try (Stream<Run> runs = search.stream()) {
            runs.forEach(run -> csv.addKeys(run.data()));
        }
        write(file, out -> {
            csv.begin(out);
            try (Stream<Run> runs = search.stream()) {
                runs.forEach(run -> csv.write(run.data()));
            }
            csv.end();
        });
    }

    /**
     * Writes a JSON object a line: {@code id}, {@code name}, {@code experiment} (its id), {@code parent}, {@code status},
     * {@code lifecycle}, {@code start}, {@code end} (ISO-8601 in UTC), {@code user}, {@code source}, {@code commit} (with
     * {@code id}, {@code branch}, {@code dirty}), {@code params}, {@code metrics} and {@code tags} (objects by key; a metric
     * has {@code value}, {@code step} and {@code time}), {@code datasets} (an array of objects with {@code name},
     * {@code digest}, {@code context}, {@code source}, {@code schema}, {@code rows}). What a run doesn't have is left out.
     * Numbers that JSON has no form for are the texts NaN, Infinity and -Infinity.
     *
     * @throws StorageUnavailableException if the file can't be written, or the store can't be read
     */
    public void toJsonLines(Path file) {
        write(file, out -> {
            try (Stream<Run> runs = search.stream()) {
                RunJson json = new RunJson(out);
                runs.forEach(run -> json.write(run.data()));
            }
        });
    }

    /**
     * Writes CSV with a point of a metric a line: {@code run} (its id), {@code metric}, {@code step}, {@code time} (ISO-8601
     * in UTC), {@code value}; run after run, metrics ascending by key, points in the order of their history.
     *
     * @throws StorageUnavailableException if the file can't be written, or the store can't be read
     */
    public void historiesToCsv(Path file) {
        write(file, out -> {
            HistoryCsv csv = new HistoryCsv(out);
            try (Stream<Run> runs = search.stream()) {
                runs.forEach(csv::write);
            }
            csv.end();
        });
    }

    private static void write(Path file, Body body) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                AtomicFiles.makeFolder(folder);
            }
            AtomicFiles.write(file, out -> {
                Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                body.writeTo(writer);
                writer.flush();
            });
        } catch (IOException | UncheckedIOException e) {
            throw new StorageUnavailableException(
                    "export '" + file + "' can't be written, expected a writable folder", e);
        }
    }

    /** What goes into a file. */
    @FunctionalInterface
    private interface Body {
        void writeTo(Writer out) throws IOException;
    }
}
