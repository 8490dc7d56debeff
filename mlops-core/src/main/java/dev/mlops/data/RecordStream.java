package dev.mlops.data;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.data.internal.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a file that is open, one after the other. {@link #hasNext} and {@link #next} throw the errors of
 * {@link RecordReader#read}; after an error the stream has ended. Not thread-safe; close it.
 *
 * @param <R> the record type
 */
public final class RecordStream<R extends Record> implements Iterator<R>, AutoCloseable {
    private final RecordType<R> type;
    private final Path file;
    private final ReadOptions options;
    private final @Nullable ContentHash<R> hash;
    private final RowSource source;
    private final Row row;
    private final List<BadRow> badRows = new ArrayList<>();
    private long read;
    private long skipped;
    private @Nullable R next;
    private boolean ended;
    private @Nullable Fingerprint fingerprint;

    private RecordStream(RecordType<R> type, ReadOptions options, boolean hashed, Path file, RowSource source) {
        this.type = type;
        this.options = options;
        this.hash = hashed ? new ContentHash<>(type) : null;
        this.file = file;
        this.source = source;
        this.row = new Row(type.schema().fields(), options.badValuesAreMissing());
    }

    static <R extends Record> RecordStream<R> open(RecordType<R> type, ReadOptions options, boolean hashed, Path file) {
        try {
            return new RecordStream<>(
                    type, options, hashed, file, FileFormat.of(file).open(file, type, options));
        } catch (IOException e) {
            throw error(file, e);
        }
    }

    /** The file's name. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** The schema of the record type. */
    public Schema schema() {
        return type.schema();
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            ended = true;
            next = advance();
            ended = next == null;
        }
        return next != null;
    }

    @Override
    public R next() {
        R result = hasNext() ? next : null;
        if (result == null) {
            throw new NoSuchElementException("'" + name() + "' has no more rows");
        }
        next = null;
        if (hash != null) {
            hash.add(result);
        }
        return result;
    }

    private @Nullable R advance() {
        try {
            row.clear();
            while (source.next(row)) {
                read++;
                R result = create();
                if (result != null) {
                    row.countUnfit();
                    return result;
                }
                leaveOut(row.bad(read));
                row.clear();
            }
            fingerprint = hash == null ? null : hash.finish();
            return null;
        } catch (IOException e) {
            throw error(file, e);
        }
    }

    private @Nullable R create() {
        List<Field> fields = type.schema().fields();
        for (int i = 0; i < row.values.length; i++) {
            if (row.values[i] == null && !fields.get(i).nullable()) {
                row.reject(fields.get(i).name(), null, "must be present");
            }
        }
        if (row.isBad()) {
            return null;
        }
        try {
            return type.create(row.values);
        } catch (RuntimeException e) {
            row.reject(null, null, "was refused by the record: " + e.getMessage());
            return null;
        }
    }

    private void leaveOut(BadRow bad) {
        if (options.badRows() == BadRows.FAIL) {
            throw new InvalidException("file '" + file + "', " + source.place(bad.row()) + problem(bad));
        }
        skipped++;
        if (options.badRows() == BadRows.COLLECT) {
            badRows.add(bad);
        }
    }

    private static String problem(BadRow bad) {
        if (bad.column() == null) {
            return ": " + (bad.value() == null ? "the row" : bad.value()) + " " + bad.rule();
        }
        String value = bad.value() == null ? "the value is missing, it " : "value '" + bad.value() + "' ";
        return ", column '" + bad.column() + "': " + value + bad.rule();
    }

    private static RuntimeException error(Path file, IOException e) {
        if (e instanceof RowSource.BrokenFile) {
            return new InvalidException("file '" + file + "'" + e.getMessage(), e);
        }
        return new StorageUnavailableException("file '" + file + "' can't be read now: " + e, e);
    }

    /** How many rows were left out so far because they didn't fit: see {@link BadRows}. */
    public long skipped() {
        return skipped;
    }

    /** The rows that didn't fit so far, if they are collected: see {@link BadRows#COLLECT}; a copy. */
    public List<BadRow> badRows() {
        return List.copyOf(badRows);
    }

    /** Columns that the record has and the file hasn't, so that each value is missing: see {@link Dataset#absentColumns}. */
    public List<String> absentColumns() {
        return source.absentColumns();
    }

    /** How many values so far were bad and are missing instead, by column: see {@link Dataset#badValues}; a copy. */
    public Map<String, Long> badValues() {
        return row.unfit();
    }

    /** The number of the record last returned among the file's data rows, from 1; before {@link #hasNext} looks ahead. */
    long rowNumber() {
        return read;
    }

    /**
     * What identifies the records by content.
     *
     * @throws IllegalStateException before the last record was read
     */
    public Fingerprint fingerprint() {
        if (fingerprint == null) {
            throw new IllegalStateException("'" + name() + "' isn't read to its end, its fingerprint isn't known yet");
        }
        return fingerprint;
    }

    Origin origin() {
        return new Origin(name(), skipped, badRows(), absentColumns(), badValues());
    }

    /** Closes the file; ends the stream. */
    @Override
    public void close() {
        ended = true;
        next = null;
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
