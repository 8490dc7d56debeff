package dev.mlops.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.mlops.data.internal.RecordType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.ZipException;

/** Rows of a CSV file. */
final class CsvSource implements RowSource {
    private final CsvReader<CsvRows> reader;
    private final CloseableIterator<CsvRows> parsed;
    private final CsvRows rows;
    private long read;

    private CsvSource(CsvRows rows, ReadOptions options, InputStream in) {
        this.rows = rows;
        this.reader = CsvReader.builder()
                .fieldSeparator(options.separator())
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(rows, new Utf8Reader(in));
        this.parsed = reader.iterator();
    }

    /** Reads the header; closes {@code in} where that fails. */
    static CsvSource open(InputStream in, RecordType<?> type, ReadOptions options) throws IOException {
        CsvSource source = new CsvSource(new CsvRows(type, options), options, in);
        try {
            if (!source.advance()) {
                throw new BrokenFile("is empty: CSV must start with a header row");
            }
            source.rows.matchColumns();
            return source;
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public boolean next(Row row) throws IOException {
        rows.readInto(row);
        if (!advance()) {
            return false;
        }
        read++;
        rows.checkWidth();
        return true;
    }

    private boolean advance() throws IOException {
        try {
            return parsed.hasNext() && parsed.next() == rows;
        } catch (UncheckedIOException e) {
            throw problem(e);
        } catch (CsvParseException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BrokenFile(place(read + 1), "is no CSV, or was cut: " + cause.getMessage(), e);
        }
    }

    private IOException problem(UncheckedIOException e) {
        Throwable cause = e;
        while (!(cause instanceof Utf8Reader.BadText) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof Utf8Reader.BadText) {
            return new BrokenFile(place(read + 1) + rows.column(), "bytes " + cause.getMessage() + " must be UTF-8", e);
        }
        return cause instanceof IOException io ? broken(io, place(read + 1)) : new IOException(e);
    }

    /** Tells damaged data from trouble with the disk. */
    static IOException broken(IOException e, String place) {
        if (e instanceof EOFException) {
            return new BrokenFile(place, "the compressed data ends too early: the file was cut", e);
        }
        return e instanceof ZipException
                ? new BrokenFile(place, "the compressed data is damaged: " + e.getMessage(), e)
                : e;
    }

    @Override
    public List<String> absentColumns() {
        return rows.absent();
    }

    @Override
    public String place(long row) {
        return rows.isInHeader() ? "header" : "row " + row + " (line " + rows.line() + ")";
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
