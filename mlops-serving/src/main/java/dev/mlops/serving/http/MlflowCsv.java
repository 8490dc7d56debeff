package dev.mlops.serving.http;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a CSV body: a line of names, then rows of texts, of which an empty one is missing. */
final class MlflowCsv {
    private MlflowCsv() {}

    static List<Map<String, ?>> read(byte[] body) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE) // counted here, with a message of ours
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text(body))) {
            List<String> names = List.of();
            List<Map<String, ?>> rows = new ArrayList<>();
            for (CsvRecord line : csv) {
                if (names.isEmpty()) {
                    names = names(line);
                } else {
                    Batch.checkSize(rows.size() + 1L);
                    rows.add(row(names, line));
                }
            }
            if (names.isEmpty()) {
                throw new ApiException(400, "CSV is empty, expected a line of names and then rows");
            }
            return rows;
        } catch (CsvParseException e) {
            throw new ApiException(400, "body isn't CSV: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can't be read", e);
        }
    }

    private static String text(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ApiException(400, "body isn't CSV in UTF-8");
        }
    }

    private static List<String> names(CsvRecord line) {
        List<String> names = line.getFields();
        Set<String> known = new HashSet<>();
        for (String name : names) {
            if (!known.add(name)) {
                throw new ApiException(400, "CSV has the column " + Members.shown(name) + " twice, expected each once");
            }
        }
        return names;
    }

    /** The values by name; that of a column without a name, as pandas writes its index, is left out. */
    private static Map<String, ?> row(List<String> names, CsvRecord line) {
        if (line.getFieldCount() != names.size()) {
            throw new ApiException(
                    400,
                    "line " + line.getStartingLineNumber() + " of the CSV has " + line.getFieldCount()
                            + " values, expected " + names.size() + " as its first line has names");
        }
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String value = line.getField(i);
            row.put(names.get(i), value.isEmpty() ? null : value);
        }
        row.remove("");
        return row;
    }
}
