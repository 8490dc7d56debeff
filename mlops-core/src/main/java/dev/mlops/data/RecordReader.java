package dev.mlops.data;

import dev.mlops.data.internal.RecordType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads files into records, by the names of the columns. Immutable and thread-safe.
 *
 * <p>The file's name tells the format: {@code .csv}, {@code .csv.gz} or {@code .parquet}, in any case of letters.
 * A column is found by the component's name, or by {@link Column}; further columns of the file are not read. A column may
 * be absent where its component is boxed, an Optional or marked {@code Nullable}, and then each value is missing and
 * {@link Dataset#absentColumns} names it; one that differs only in the case of letters is an error. A missing value is
 * null, or an empty Optional; where the component is primitive it is an error.
 *
 * <p>A value must fit its component exactly: a whole number its range; a decimal without a fraction is a whole number,
 * too; a whole number in a Parquet file must be exact as a decimal; a decimal may lose digits, but not become infinite;
 * 0 and 1 are booleans.
 *
 * <p>CSV is UTF-8 with a header row, comma and double quotes as in RFC 4180; empty lines are skipped, and blanks around
 * the names of columns don't count. A value is missing where nothing stands between two separators, while {@code ""} is an
 * empty string; {@link Builder#missing} names more. Numbers are as Java writes them, {@code NaN} and {@code Infinity} among
 * them, booleans {@code true} and {@code false} in any case of letters, date-times {@code 2021-01-31T23:59:59} with a blank
 * allowed for the T, seconds and up to nine digits of a fraction optional; a {@code LocalDate} is {@code 2021-01-31}, an
 * {@code Instant} has an offset or {@code Z}, a constant of an enum its name. Parquet is flat: timestamps of milli-, micro-
 * and nanoseconds and INT96; one that is adjusted to UTC is read as the local date-time in UTC. Reading Parquet needs
 * {@code com.jerolba:carpet-record} on the class path.
 *
 * @param <R> the record type
 */
public final class RecordReader<R extends Record> {
    private final RecordType<R> type;
    private final ReadOptions options;

    private RecordReader(Builder<R> builder) {
        this.type = builder.type;
        this.options = new ReadOptions(
                builder.badRows, builder.badValuesAreMissing, builder.separator, builder.decimalMark, builder.missing);
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
        RowNumbers numbers = new RowNumbers();
        try (RecordStream<R> stream = RecordStream.open(type, options, false, file)) {
            while (stream.hasNext()) {
                rows.add(stream.next());
                numbers.add(stream.rowNumber());
            }
            return new Dataset<>(stream.name(), stream.origin(), type, rows, numbers.toArray());
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
        return RecordStream.open(type, options, true, file);
    }

    /**
     * Options of a reader. Not thread-safe; may be used again.
     *
     * @param <R> the record type
     */
    public static final class Builder<R extends Record> {
        /** {@link BadRows#FAIL}: the first bad row is an error. */
        public static final BadRows DEFAULT_BAD_ROWS = BadRows.FAIL;

        /** What separates values of CSV: a comma. */
        public static final char DEFAULT_SEPARATOR = ',';

        /** What precedes the fraction of a decimal in CSV: a point. */
        public static final char DEFAULT_DECIMAL_MARK = '.';

        private final RecordType<R> type;
        private BadRows badRows = DEFAULT_BAD_ROWS;
        private boolean badValuesAreMissing;
        private char separator = DEFAULT_SEPARATOR;
        private char decimalMark = DEFAULT_DECIMAL_MARK;
        private Set<String> missing = Set.of();

        private Builder(RecordType<R> type) {
            this.type = type;
        }

        /** What to do about rows that don't fit; default {@link #DEFAULT_BAD_ROWS}, to fail. */
        public Builder<R> badRows(BadRows policy) {
            badRows = Objects.requireNonNull(policy);
            return this;
        }

        /**
         * Lets a value that doesn't fit a nullable component be missing, and counts it in {@link Dataset#badValues}, where
         * it would make its row bad. A bad value of a primitive component still does.
         */
        public Builder<R> badValuesAreMissing() {
            badValuesAreMissing = true;
            return this;
        }

        /**
         * What stands for a missing value in CSV beside nothing at all, such as {@code NA}, {@code n/a}, {@code -} or
         * {@code NaN}: exact texts. In quotes it is a text where the component is a String. By default there is none.
         */
        public Builder<R> missing(String... texts) {
            missing = Set.of(texts);
            return this;
        }

        /**
         * What separates the values of a CSV row; default {@link #DEFAULT_SEPARATOR}, a comma.
         *
         * @throws IllegalArgumentException if it is a quote, a letter, a digit or the end of a line
         */
        public Builder<R> separator(char character) {
            if (Character.isLetterOrDigit(character) || character == '"' || character == '\n' || character == '\r') {
                throw new IllegalArgumentException("separator is '" + character
                        + "', must be a character that isn't part of values, such as ; or a tab");
            }
            separator = character;
            return this;
        }

        /**
         * What precedes the fraction of a decimal in CSV; default {@link #DEFAULT_DECIMAL_MARK}, a point. With a comma,
         * {@code 1,5} is one and a half and {@code 1.5} is bad, and so are thousands set apart.
         *
         * @throws IllegalArgumentException if it is neither a point nor a comma
         */
        public Builder<R> decimalMark(char character) {
            if (character != '.' && character != ',') {
                throw new IllegalArgumentException("decimal mark is '" + character + "', must be a point or a comma");
            }
            decimalMark = character;
            return this;
        }

        /**
         * The reader.
         *
         * @throws IllegalStateException if a comma both separates values and precedes fractions
         */
        public RecordReader<R> build() {
            if (decimalMark == separator) {
                throw new IllegalStateException(
                        "separator and decimal mark are both '" + separator + "', must be two characters");
            }
            return new RecordReader<>(this);
        }
    }
}
