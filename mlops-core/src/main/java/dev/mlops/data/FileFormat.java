package dev.mlops.data;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.data.RowSource.BrokenFile;
import dev.mlops.data.internal.RecordType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The formats that a file's name can tell, and the check that the first bytes agree. */
enum FileFormat {
    CSV(".csv") {
        @Override
        RowSource open(Path file, RecordType<?> type, ReadOptions options) throws IOException {
            String start = start(file);
            for (String[] other : NOT_TEXT) {
                if (start.startsWith(other[0])) {
                    throw new BrokenFile("is not what its name says: it starts like " + other[1]);
                }
            }
            return CsvSource.open(Files.newInputStream(file), type, options);
        }
    },

    CSV_GZ(".csv.gz") {
        @Override
        RowSource open(Path file, RecordType<?> type, ReadOptions options) throws IOException {
            String start = start(file);
            if (!start.startsWith(GZIP_MAGIC)) {
                throw new BrokenFile("is not what its name says: " + found(start) + ", gzip starts with 0x1f8b");
            }
            return CsvSource.open(gunzip(file), type, options);
        }
    },

    PARQUET(".parquet") {
        @Override
        RowSource open(Path file, RecordType<?> type, ReadOptions options) throws IOException {
            String start = start(file);
            if (start.startsWith("PARE")) {
                throw new BrokenFile("is encrypted Parquet, which can't be read");
            }
            if (!start.startsWith(PARQUET_MAGIC)) {
                throw new BrokenFile("is not what its name says: " + found(start) + ", Parquet starts with 'PAR1'");
            }
            return ParquetLibrary.open(file, type);
        }
    };

    private static final String GZIP_MAGIC = "\u001f\u008b";
    private static final String PARQUET_MAGIC = "PAR1";
    private static final String[][] NOT_TEXT = {
        {GZIP_MAGIC, "gzip, whose name would end in .csv.gz"},
        {PARQUET_MAGIC, "Parquet, whose name would end in .parquet"},
        {"PK\u0003\u0004", "a zip archive"},
        {"(\u00b5/\u00fd", "Zstandard"},
        {"\u00ff\u00fe", "UTF-16, and CSV must be UTF-8"},
        {"\u00fe\u00ff", "UTF-16, and CSV must be UTF-8"}
    };
    private static final int START = 16;

    private final String ending;

    FileFormat(String ending) {
        this.ending = ending;
    }

    /** The format that the name of an existing file tells. */
    static FileFormat of(Path file) {
        if (!Files.exists(file)) {
            throw new NotFoundException("file '" + file + "' doesn't exist");
        }
        if (Files.isDirectory(file)) {
            throw new InvalidException("'" + file + "' is a directory, must be a file");
        }
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (FileFormat format : values()) {
            if (name.endsWith(format.ending)) {
                return format;
            }
        }
        throw new InvalidException("file '" + file + "' must have a name that ends in .csv, .csv.gz or .parquet");
    }

    abstract RowSource open(Path file, RecordType<?> type, ReadOptions options) throws IOException;

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(START);
            if (start.length == 0) {
                throw new BrokenFile("is empty");
            }
            return new String(start, StandardCharsets.ISO_8859_1);
        }
    }

    private static String found(String start) {
        boolean text = start.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\n' || c == '\r' || c == '\t');
        if (text) {
            return "it starts with '" + start.lines().findFirst().orElse("") + "'";
        }
        StringBuilder hex = new StringBuilder("it starts with 0x");
        start.chars().limit(4).forEach(c -> hex.append(String.format(Locale.ROOT, "%02x", c)));
        return hex.toString();
    }

    private static InputStream gunzip(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return new Gunzip(in);
        } catch (IOException e) {
            in.close();
            throw CsvSource.broken(e, "");
        }
    }
}
