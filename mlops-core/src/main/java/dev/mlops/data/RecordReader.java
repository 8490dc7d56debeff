package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads files into records, by the names of the columns. Immutable and thread-safe.
 *
 * <p>The file's name tells the format: {@code .csv}, {@code .csv.gz} or {@code .parquet}, in any case of letters.
 * A column is found by the component's name, or by {@link Column}; further columns of the file are not read. A column may
 * be absent where its component is boxed, an Optional or marked {@code Nullable}, and then each value is missing. A
 * missing value is null, or an empty Optional; where the component is primitive it is an error.
 *
 * <p>A value must fit its component exactly: a whole number its range; a decimal without a fraction is a whole number,
 * too; a whole number in a Parquet file must be exact as a decimal; a decimal may lose digits, but not become infinite;
 * 0 and 1 are booleans.
 *
 * <p>CSV is UTF-8 with a header row, comma and double quotes as in RFC 4180; empty lines are skipped. A value is missing
 * where nothing stands between two separators, while {@code ""} is an empty string. Numbers are as Java writes them,
 * booleans {@code true} and {@code false} in any case of letters, date-times {@code 2021-01-31T23:59:59} with a blank
 * allowed for the T, seconds and up to nine digits of a fraction optional. Parquet is flat: timestamps of milli-, micro-
 * and nanoseconds and INT96; one that is adjusted to UTC is read as the local date-time in UTC. Reading Parquet needs
 * {@code com.jerolba:carpet-record} on the class path.
 *
 * @param <R> the record type
 */
public final class RecordReader<R extends Record> {
    private final RecordType<R> type;
    private final BadRows badRows;

    private RecordReader(Builder<R> builder) {
        this.type = builder.type;
        this.badRows = builder.badRows;
    }

    /**
     * A reader with the defaults of the {@link Builder}.
     *
     * @throws dev.mlops.InvalidException if the record class isn't one of data: see {@link Schema#of}
     */
    public static <R extends Record> RecordReader<R> of(Class<R> type) {
        return builder(type).build();
    }

    /**
     * Starts a reader with options.
     *
     * @throws dev.mlops.InvalidException if the record class isn't one of data: see {@link Schema#of}
     */
    public static <R extends Record> Builder<R> builder(Class<R> type) {
        return new Builder<>(RecordType.of(type));
    }

    /**
     * Reads a whole file into memory.
     *
     * @throws dev.mlops.NotFoundException if there is no such file
     * @throws dev.mlops.InvalidException if the file isn't what its name says, lacks a required column, or has a bad row
     *     under {@link BadRows#FAIL}; names the file, the row, the column, the value and the rule
     * @throws dev.mlops.StorageUnavailableException if the file can't be read now
     * @throws IllegalStateException if the library that reads the format is missing
     */
    public Dataset<R> read(Path file) {
        List<R> rows = new ArrayList<>();
        try (RecordStream<R> stream = RecordStream.open(type, badRows, false, file)) {
            stream.forEachRemaining(rows::add);
            return new Dataset<>(stream.name(), stream.origin(), type, rows);
        }
    }

    /**
     * Opens a file to read row by row, so that it may be larger than the heap: a CSV file needs memory for a row, a
     * Parquet file for the compressed bytes of the columns that are read in one row group. Close the stream.
     *
     * @throws dev.mlops.NotFoundException if there is no such file
     * @throws dev.mlops.InvalidException if the file isn't what its name says or lacks a required column
     * @throws dev.mlops.StorageUnavailableException if the file can't be read now
     * @throws IllegalStateException if the library that reads the format is missing
     */
    public RecordStream<R> stream(Path file) {
        return RecordStream.open(type, badRows, true, file);
    }

    /**
     * Options of a reader. Not thread-safe; may be used again.
     *
     * @param <R> the record type
     */
    public static final class Builder<R extends Record> {
        /** {@link BadRows#FAIL}: the first bad row is an error. */
        public static final BadRows DEFAULT_BAD_ROWS = BadRows.FAIL;

        private final RecordType<R> type;
        private BadRows badRows = DEFAULT_BAD_ROWS;

        private Builder(RecordType<R> type) {
            this.type = type;
        }

        /** What to do about rows that don't fit; default {@link #DEFAULT_BAD_ROWS}, to fail. */
        public Builder<R> badRows(BadRows policy) {
            badRows = Objects.requireNonNull(policy);
            return this;
        }

        /** The reader. */
        public RecordReader<R> build() {
            return new RecordReader<>(this);
        }
    }
}
